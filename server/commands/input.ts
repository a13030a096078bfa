import { existsSync, readFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { parse } from 'yaml'
import { UsageError } from '../terminal/usage-error.ts'

/** The text of a file, or of standard input for `-`. */
export async function readInput(path: string, standardInput: Readable): Promise<string> {
  if (path === '-') return text(standardInput)
  if (!existsSync(path)) throw new UsageError(`there is no file ${path}`, 'Check the path; it starts where you stand.')
  return readFileSync(path, 'utf8')
}

/** One JSON value; what is not JSON is the caller's record that is broken, not a wrong use of the command. */
export function parseJson(json: string): { value: unknown } | { reason: string } {
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
  if (!existsSync(path)) throw new UsageError(`there is no file ${path}`, 'Write the settings as `name: value`, a line each.')
  let values: unknown
  try {
    values = parse(readFileSync(path, 'utf8'))
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
