import { readFileSync } from 'node:fs'
import { UsageError } from '../terminal/usage-error.ts'

const reasons: Record<string, { reason: string; hint: string }> = {
  ENOENT: { reason: 'there is no such file', hint: 'Check the path; it starts where you stand.' },
  EISDIR: { reason: 'it is a folder', hint: 'Name one file in it.' },
  ENOTDIR: { reason: 'there is no such file', hint: 'Check the path; it starts where you stand.' },
  EACCES: { reason: 'you may not read it', hint: 'Check who may read the file.' },
}

/** The text of a file, as UTF-8 with or without a byte order mark. */
export function readTextFile(path: string): string {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const { reason, hint } = reasons[code ?? ''] ?? { reason: message, hint: 'Check the path and the disk.' }
    throw new UsageError(`${path} cannot be read: ${reason}`, hint)
  }
  return decodeText(bytes, path)
}

/** Text of bytes that somebody gave; other encodings than UTF-8 are told by what they look like. */
export function decodeText(bytes: Buffer, name: string): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (isUtf16)
    throw new UsageError(`${name} is UTF-16 text`, 'Save it as UTF-8; in Windows PowerShell write it with Out-File -Encoding utf8.')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new UsageError(`${name} is not UTF-8 text`, 'Save it as UTF-8.')
  }
}
