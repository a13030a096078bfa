import { type Range, type ScalarNode, documentsIn, parseText, valueIndex } from '../../../engine/index.ts'
import type { Project } from '../project.ts'
import type { TextPlace } from './language-methods.ts'
import { isExpressionAt } from './schema-walk.ts'
import { type Spot, documentAt, isFlow, spotIn } from './spot.ts'

interface Common {
  readonly spot: Spot
  /** What is typed already, and is replaced. */
  readonly range: Range
}

/** What the cursor stands in. */
export type CursorPlace =
  | (Common & { readonly kind: 'expression'; readonly text: string; readonly index: number; readonly scalar?: ScalarNode })
  | (Common & { readonly kind: 'key'; readonly prefix: string; readonly inFlow: boolean })
  | (Common & { readonly kind: 'value'; readonly prefix: string })

export function cursorAt({ path, offset }: TextPlace, project: Project): CursorPlace | undefined {
  const read = project.files.get(path)
  const document = read && documentAt(read.documents, offset)
  const text = read?.file.text ?? ''
  if (!read) return undefined
  const spot = document && spotIn(document, offset)
  const inScalar = spot?.scalar && spot.scalar.range[1] > spot.scalar.range[0] && !spot.isKey ? spot.scalar : undefined
  if (spot && inScalar && typeof inScalar.value === 'string' && isExpressionAt(spot)) {
    const index = valueIndex(inScalar, offset)
    return { kind: 'expression', spot, text: String(inScalar.value), index, scalar: inScalar, range: wordAround(text, offset) }
  }
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const before = text.slice(lineStart, offset)
  const isBlockText = inScalar && (inScalar.style === 'literal' || inScalar.style === 'folded')
  const inFlow = isInFlow(before) || (spot !== undefined && isFlow(spot.owner) && spot.owner.range[0] < lineStart)
  const keyPrefix = isBlockText ? undefined : keyBefore(before, inFlow)
  if (keyPrefix !== undefined) {
    const around = spotOfKey(text, offset, keyPrefix, path, read.file.packageName) ?? spot
    if (around) return { kind: 'key', spot: around, prefix: keyPrefix, range: wordAround(text, offset), inFlow }
  }
  if (!spot?.entry || spot.isKey) return undefined
  return valueAfter(spot, text, offset, lineStart)
}

/** What stands at a place of a text, as it is. */
export function spotAt({ path, offset }: TextPlace, project: Project): Spot | undefined {
  const document = documentAt(project.files.get(path)?.documents ?? [], offset)
  return document && spotIn(document, offset)
}

/** Behind a colon: an expression that YAML could not read (yet), or a value of the grammar. */
function valueAfter(spot: Spot, text: string, offset: number, lineStart: number): CursorPlace | undefined {
  const colon = text.indexOf(':', spot.entry!.keyRange[1])
  if (colon < 0 || offset <= colon) return undefined
  const range = wordAround(text, offset)
  if (!isExpressionAt(spot)) return { kind: 'value', spot, prefix: text.slice(range[0], offset), range }
  const from = Math.max(colon + 1, lineStart)
  const lineEnd = text.indexOf('\n', offset)
  const raw = text.slice(from, lineEnd < 0 ? text.length : lineEnd)
  const lead = raw.length - raw.trimStart().length
  return { kind: 'expression', spot, text: raw.trim(), index: Math.max(0, offset - from - lead), range }
}

/** The beginning of a key, where one may stand: at the beginning of a line, or inside `{ … }` behind `{` and `,`. */
function keyBefore(before: string, inFlow: boolean): string | undefined {
  return (inFlow ? /(?:^\s*|[{,]\s*)([\w-]*)$/ : /^\s*(?:- )?([\w-]*)$/).exec(before)?.[1]
}

/** Whether a line opens a `{ … }` as a value and has not closed it yet. */
function isInFlow(before: string): boolean {
  const opened = /^\s*(?:- )?(?:[\w.-]+|"[^"]*"|'[^']*')\s*:\s+(\{.*)$/.exec(before)?.[1] ?? /^\s*(?:- )?(\{.*)$/.exec(before)?.[1] ?? ''
  return opened.split('{').length > opened.split('}').length
}

const mark = 'zzCursor'

/** Where a key would be that is typed now: the text is read with one there. */
function spotOfKey(text: string, offset: number, prefix: string, path: string, packageName: string): Spot | undefined {
  const start = offset - prefix.length
  const end = wordAround(text, offset)[1]
  const rest = /^[^\n]*/.exec(text.slice(end))![0]
  const marked = `${text.slice(0, start)}${mark}${/^\s*:/.test(rest) ? '' : ': 0'}${text.slice(end)}`
  const { documents } = documentsIn(parseText(marked, path), path, packageName)
  const document = documentAt(documents, start)
  const spot = document && spotIn(document, start + 1)
  return spot && spot.path.at(-1) === mark ? spot : undefined
}

/** The name around the cursor, a `$` included. */
export function wordAround(text: string, offset: number): Range {
  const before = /\$?[\w]*$/.exec(text.slice(Math.max(0, offset - 200), offset))![0].length
  const behind = /^\w*/.exec(text.slice(offset, offset + 200))![0].length
  return [offset - before, offset + behind]
}
