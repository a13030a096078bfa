/** What a document in the target can carry as key: upper-case letters, digits and hyphens (RELIABILITY.md, section 3). */
const longest = 35

/**
 * The short form of a record's key. A key that fits is itself; any other is made to fit, with a check sum of the whole
 * so that two keys never become one.
 */
export function shortKey(key: string): string {
  if (/^[A-Z0-9-]{1,35}$/.test(key)) return key
  const readable = key
    .toUpperCase()
    .normalize('NFKD')
    .replace(/[^A-Z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  const sum = checkSum(key)
  return `${readable.slice(0, longest - sum.length - 1)}-${sum}`.replace(/^-/, '')
}

/** FNV-1a over UTF-8, 64 bits, in base 36: 13 characters. */
function checkSum(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash.toString(36).toUpperCase().padStart(13, '0')
}
