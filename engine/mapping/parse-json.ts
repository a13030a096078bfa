/** One JSON value, or why the text is none. The reason never quotes the text, which may be personal data: it says where. */
export function parseJson(json: string): { readonly value: unknown } | { readonly reason: string } {
  if (json.trim() === '') return { reason: 'it is empty' }
  try {
    return { value: JSON.parse(json) as unknown }
  } catch {
    const offset = breakIn(json)
    if (offset >= json.trimEnd().length) return { reason: 'it ends too early' }
    const before = json.slice(0, offset)
    return { reason: `it breaks at line ${before.split('\n').length}, column ${offset - before.lastIndexOf('\n')}` }
  }
}

/** A literal, or a mark of punctuation; white space before it. */
const token =
  /[ \t\r\n]*(?:(?<text>"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?<other>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|(?<mark>[{}[\],:]))/y

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end'

/**
 * Where a text stops being JSON. The parser's own error has the place only sometimes, and quotes the text.
 * @returns the length of the text where it only ends too early
 */
function breakIn(json: string): number {
  const open: ('{' | '[')[] = []
  let expected: Expected = 'value'
  let at = 0
  while (!(expected === ', or end' && open.length === 0)) {
    token.lastIndex = at
    const found = token.exec(json)
    if (!found) break
    const next = after(expected, open, found.groups!)
    if (!next) break
    expected = next
    at = token.lastIndex
  }
  return at + /^[ \t\r\n]*/.exec(json.slice(at))![0].length
}

/** What may follow a token; nothing, where it must not stand here. */
function after(expected: Expected, open: ('{' | '[')[], { text, mark }: Record<string, string | undefined>): Expected | undefined {
  if (mark === undefined) {
    if (expected.startsWith('key')) return text === undefined ? undefined : ':'
    return expected.startsWith('value') ? ', or end' : undefined
  }
  if (mark === '{' || mark === '[') {
    if (!expected.startsWith('value')) return undefined
    open.push(mark)
    return mark === '{' ? 'key or }' : 'value or ]'
  }
  const within = open.at(-1)
  if (mark === ':') return expected === ':' ? 'value' : undefined
  if (mark === ',') return expected === ', or end' && within ? (within === '{' ? 'key' : 'value') : undefined
  const isClosing = mark === '}' ? within === '{' && expected !== 'key' : within === '[' && expected !== 'value'
  if (!isClosing || expected === ':' || (expected === 'value' && mark === '}')) return undefined
  open.pop()
  return ', or end'
}
