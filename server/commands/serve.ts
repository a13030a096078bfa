import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { buildApp } from '../api/app.ts'
import { Sessions } from '../auth/session.ts'
import { systemClock } from '../clock.ts'
import { openOn, parsePort } from '../terminal/port.ts'
import { type ExitCode, type Terminal, exitCodes, writeLine } from '../terminal/terminal.ts'
import { untilStopped } from '../terminal/until-stopped.ts'
import { defaultWorkspace } from '../workspace/lookup.ts'

export interface ServeOptions {
  readonly port?: string
  readonly workspace?: string
}

const defaultPort = '4100'

/** Serves the workbench until it is stopped. */
export async function serveCommand({ port, workspace = defaultWorkspace }: ServeOptions, terminal: Terminal): Promise<ExitCode> {
  const server = await serveWorkbench(resolve(workspace), port, terminal)
  const end = untilStopped()
  writeLine(terminal.output, `open ${server.link}`)
  await end
  await server.close()
  return exitCodes.ok
}

/** Starts the workbench on 127.0.0.1. @returns the link that opens it, once, and what ends it */
export async function serveWorkbench(
  workspace: string,
  port: string | undefined,
  terminal: Terminal,
): Promise<{ link: string; close(): Promise<void> }> {
  mkdirSync(workspace, { recursive: true })
  const chosen = await freePort(parsePort(port ?? process.env['PORT'] ?? defaultPort))
  const sessions = new Sessions(systemClock)
  const app = buildApp({
    workspace,
    sessions,
    port: chosen,
    onFault: (error) => writeLine(terminal.messages, `fault in the server: ${error.stack ?? error.message}`),
  })
  app.get('/livez', async () => ({ status: 'alive' }))
  const hint = 'Another server may be running; choose another port with --port N or PORT=N.'
  await openOn(chosen, hint, () => app.listen({ host: '127.0.0.1', port: chosen }))
  return { link: `http://127.0.0.1:${chosen}/#link=${sessions.issueLink()}`, close: () => app.close() }
}

/** The server has to know its port before it listens: 0 becomes one that is free. */
function freePort(port: number): Promise<number> {
  if (port !== 0) return Promise.resolve(port)
  return new Promise((resolved, rejected) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as { port: number }
      probe.close(() => resolved(free))
    })
    probe.on('error', rejected)
  })
}
