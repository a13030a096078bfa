import { buffer } from 'node:stream/consumers'
import { parse } from 'yaml'
import { type MapNode, parseText } from '../../engine/index.ts'
import { type Terminal, writeLine } from '../terminal/terminal.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { decodeText, readTextFile } from './read-text.ts'

/** The text of a file, or of standard input for `-`. */
export async function readInput(path: string, { input, messages }: Terminal): Promise<string> {
  if (path !== '-') return readTextFile(path)
  if (input.isTTY === true) writeLine(messages, 'reading from the terminal; end with Ctrl-D')
  return decodeText(await buffer(input), 'standard input')
}

/** Values of settings from a JSON or YAML file. */
export function readSettingsFile(path: string | undefined): Record<string, unknown> {
  if (path === undefined) return {}
  const text = readTextFile(path)
  let values: unknown
  try {
    values = parse(text)
  } catch (error) {
    throw new UsageError(
      `${path} is neither JSON nor YAML: ${(error as Error).message.split('\n')[0]}`,
      'Write the settings as `name: value`, a line each.',
    )
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    throw new UsageError(`${path} must be a map of settings`, 'Write the settings as `name: value`, a line each.')
  return values as Record<string, unknown>
}

/** The settings of a file with their places, for what is wrong inside them. */
export function readSettingsNode(path: string | undefined): MapNode | undefined {
  const [root] = path === undefined ? [] : parseText(readTextFile(path), path).roots
  return root?.kind === 'map' ? root : undefined
}

/** A number of threads as it was written; without one, the machine decides. */
export function readWorkers(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const workers = Number(text)
  if (Number.isInteger(workers) && workers >= 1 && workers <= 64) return workers
  throw new UsageError(`${text} is no number of threads`, 'Give a number from 1 to 64; without --workers it is that of the processors.')
}
