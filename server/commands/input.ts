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

/** One JSON value; what is not JSON is the caller's record that is broken, not a wrong use of the command. */
export function parseJson(json: string): { value: unknown } | { reason: string } {
  if (json.trim() === '') return { reason: 'it is empty' }
  try {
    return { value: JSON.parse(json) as unknown }
  } catch (error) {
    // The parser's own words quote the text, which may be personal data: only the place is kept.
    const place = /position \d+(?: \(line \d+ column \d+\))?/.exec((error as Error).message)?.[0]
    return { reason: place === undefined ? 'it ends too early' : `it breaks at ${place}` }
  }
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
