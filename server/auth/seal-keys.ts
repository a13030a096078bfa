import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ProblemError } from '../../engine/index.ts'
import { authProblem } from './problems.ts'

/**
 * The keys that seal secrets: of the variable FIELDLOOM_KEY (base64 of 32 bytes; several, the newest first, separated by commas),
 * else of a file that only its owner reads, made at the first start.
 */
export function sealKeys(file: string, environment: NodeJS.ProcessEnv = process.env): Buffer[] {
  const given = environment['FIELDLOOM_KEY']
  return parseKeys(given !== undefined && given !== '' ? given : readOrMake(file), given ? 'FIELDLOOM_KEY' : file)
}

function parseKeys(text: string, place: string): Buffer[] {
  const keys = text
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '')
    .map((key) => Buffer.from(key, 'base64'))
  if (keys.length === 0 || keys.some(({ length }) => length !== 32))
    throw new ProblemError(authProblem('identity.seal-key-invalid', {}, { place }))
  return keys
}

/** Two processes that start at the same time end with the same key: whoever links it first wins. */
function readOrMake(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(draft, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
  return readFileSync(file, 'utf8')
}
