import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { runCommandLine } from '../../../server/cli.ts'

export interface CommandResult {
  readonly exitCode: number
  /** Standard output. */
  readonly output: string
  /** Standard error. */
  readonly messages: string
}

/** Runs a command line as the process does, but for the process. */
export async function run(args: readonly string[], input: string | Buffer = ''): Promise<CommandResult> {
  const written = { output: '', messages: '' }
  const sink = (key: keyof typeof written) =>
    new Writable({
      write(chunk, _encoding, done) {
        written[key] += String(chunk)
        done()
      },
    })
  const terminal = { input: Readable.from([Buffer.from(input)]), output: sink('output'), messages: sink('messages') }
  return { exitCode: await runCommandLine(args, terminal), ...written }
}

/** A folder with files, gone when the test ends. */
export function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldloom-command-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}
