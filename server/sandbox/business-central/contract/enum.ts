/** A caption as it stands in the JSON of a typed enum: `Fixed Asset` → `Fixed_x0020_Asset`. */
export function encodeMember(caption: string): string {
  return caption.replace(/\W/g, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
}

export function decodeMember(literal: string): string {
  return literal.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/**
 * The documented examples send captions (`"G/L Account"`), the schema says literals: the server takes both.
 * @returns the caption; undefined where it is no member.
 */
export function parseMember(text: string, members: readonly string[]): string | undefined {
  const captions = members.map(decodeMember)
  const caption = captions.find((each, index) => each === text || members[index] === text)
  return caption ?? (text === '' && captions.includes(' ') ? ' ' : undefined)
}
