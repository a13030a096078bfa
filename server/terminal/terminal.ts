import type { Readable, Writable } from 'node:stream'

/** What a command may touch of the terminal that it was started in. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean }
  /** Results alone go here, so that they can be piped. */
  readonly output: Writable
  /** Messages, progress and problems. */
  readonly messages: Writable & { readonly isTTY?: boolean }
}

export const processTerminal: Terminal = { input: process.stdin, output: process.stdout, messages: process.stderr }

/** Colours where a person reads them, unless they do not want them (no-color.org). */
export function hasColours({ messages }: Terminal): boolean {
  return messages.isTTY === true && !process.env['NO_COLOR']
}

/** Whoever reads the results may have seen enough (`| head`): then there is nobody left to work for. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(exitCodes.ok)
  })
}

/** How a command ends: the promise of the command line to scripts. */
export const exitCodes = {
  ok: 0,
  /** The command did its work and found something wrong. */
  findings: 1,
  /** It could not begin: wrong usage, a broken document, a missing setting. */
  usage: 2,
  /** The system that it needs does not answer. */
  unreachable: 3,
  /** Records were rejected, or are dead. */
  dead: 4,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

export function writeJson(terminal: Terminal, value: unknown): void {
  terminal.output.write(`${JSON.stringify(value, null, 2) ?? 'null'}\n`)
}

export function writeLine(stream: Writable, line = ''): void {
  stream.write(`${line}\n`)
}
