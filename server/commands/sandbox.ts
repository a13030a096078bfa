import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Seed, checkSeed, greeting, startBusinessCentralSandbox } from '../sandbox/business-central/index.ts'
import { ProblemError } from '../../engine/index.ts'
import { openOn, parsePort } from '../terminal/port.ts'
import { type ExitCode, type Terminal, exitCodes, writeLine } from '../terminal/terminal.ts'
import { untilStopped } from '../terminal/until-stopped.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { readTextFile } from './read-text.ts'
import { noteSandbox } from '../workspace/running-sandboxes.ts'
import { defaultSandboxPort } from '../workspace/sandbox-address.ts'

export interface SandboxCommandOptions {
  readonly port?: string
  readonly seed?: string
  readonly auth?: boolean
}

/** Serves a Business Central until it is stopped. */
export async function sandboxCommand(
  { port, seed, auth = false }: SandboxCommandOptions,
  terminal: Terminal,
  stopped: () => Promise<void> = untilStopped,
): Promise<ExitCode> {
  const sandbox = await listen(
    port === undefined ? defaultSandboxPort : parsePort(port),
    seed === undefined ? undefined : readSeed(seed),
    auth,
  )
  const forget = noteSandbox(sandbox.url)
  const folder = sandbox.auth && mkdtempSync(join(tmpdir(), 'sandbox-'))
  const certificateFile = folder && join(folder, 'certificate.pem')
  if (certificateFile) writeFileSync(certificateFile, sandbox.auth!.certificate)
  try {
    // Listened for before anybody is told that it can be ended.
    const end = stopped()
    writeLine(terminal.output, greeting(sandbox, certificateFile))
    await end
  } finally {
    forget()
    if (folder) rmSync(folder, { recursive: true, force: true })
    await sandbox.close()
  }
  return exitCodes.ok
}

function listen(port: number, seed: Seed | undefined, auth: boolean) {
  const hint = 'Another sandbox may be running; choose another port with --port N.'
  return openOn(port, hint, () => startBusinessCentralSandbox({ port, auth, ...(seed && { seed }) }))
}

function readSeed(file: string): Seed {
  const text = readTextFile(file)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new UsageError(
      `the seed ${file} is not JSON: ${(error as Error).message}`,
      'Write one with `fieldloom sandbox seed-from ORDERS…`.',
    )
  }
  const problems = checkSeed(value)
  if (problems.length > 0) throw new ProblemError(...problems)
  return value as Seed
}
