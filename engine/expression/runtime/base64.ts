/** Base64 of texts whose characters stand for bytes, as JSONata has it: without Node, so that it works in the browser too. */
export function bytesToBase64(text: string): string {
  return btoa(bytesOf(text))
}

function bytesOf(text: string): string {
  return isBytes(text) ? text : text.replace(/[^\0-\xff]/g, (unit) => String.fromCharCode(unit.charCodeAt(0) & 0xff))
}

/** What is no base64 is skipped, and everything from the first `=` on. Of a character beyond a byte, the low byte counts. */
export function base64ToBytes(text: string): string {
  const [digits = ''] = bytesOf(text).replaceAll('-', '+').replaceAll('_', '/').split('=')
  const clean = digits.replace(/[^A-Za-z0-9+/]/g, '')
  return atob(clean.length % 4 === 1 ? clean.slice(0, -1) : clean)
}

function isBytes(text: string): boolean {
  return !/[^\0-\xff]/.test(text)
}
