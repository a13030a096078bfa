import { parseExpression } from '../1-parse/parse.ts'
import { type Token, tokenize } from '../1-parse/tokens.ts'

/** A formatted expression, or why it stays as it is. */
export type Formatted = { readonly text: string } | { readonly refused: string }

/** Lines are kept shorter than this where there is a place to break them. */
const width = 96

interface Piece {
  readonly text: string
  readonly kind: Token['kind'] | 'comment'
  readonly isOperand: boolean
}

/**
 * Writes an expression with even spaces, broken and indented where it is long. It moves white space alone: no comment is lost, no quote
 * and no operator becomes another. That is checked each time: a text that would read otherwise is refused.
 */
export function formatExpression(text: string): Formatted {
  const before = parseExpression(text)
  if (!before.ast) return { refused: 'the expression has syntax errors' }
  const pieces = piecesOf(text)
  const formatted = layOut(pieces)
  const after = parseExpression(formatted)
  const isSame = after.ast !== undefined && shapeOf(before.ast.root) === shapeOf(after.ast.root) && sameWords(pieces, piecesOf(formatted))
  return isSame ? { text: formatted } : { refused: 'formatting would change what it says' }
}

/** The tree without positions: what the text says. */
function shapeOf(root: object): string {
  return JSON.stringify(root, (key, value: unknown) => (key === 'position' ? undefined : value))
}

function sameWords(left: readonly Piece[], right: readonly Piece[]): boolean {
  return left.length === right.length && left.every(({ text }, index) => text === right[index]!.text)
}

/** Tokens, and the comments between them. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  const comments = (from: number, to: number) => {
    for (const { 0: comment } of text.slice(from, to).matchAll(/\/\*[^]*?\*\//g))
      pieces.push({ text: comment, kind: 'comment', isOperand: false })
  }
  let at = 0
  for (const { text: word, kind, isOperand, start, end } of tokenize(text)) {
    comments(at, start)
    pieces.push({ text: word, kind, isOperand })
    at = end
  }
  comments(at, text.length)
  return pieces
}

/** A bracket with what stands in it, so that it can be laid out on one line or on several. */
interface Group {
  readonly open: string
  readonly close: string
  readonly items: readonly (Piece | Group)[]
}

function layOut(pieces: readonly Piece[]): string {
  const root = grouped(pieces)
  const flat = onOneLine(root.items)
  const hasLines = pieces.some(({ kind, text }) => kind === 'comment' && text.includes('\n'))
  return flat.length <= width && !hasLines ? flat : onLines(root.items, 0)
}

function grouped(pieces: readonly Piece[]): Group {
  const stack: { open: string; items: (Piece | Group)[] }[] = [{ open: '', items: [] }]
  for (const piece of pieces) {
    if (piece.kind === 'operator' && /^[([{]$/.test(piece.text)) stack.push({ open: piece.text, items: [] })
    else if (piece.kind === 'operator' && /^[)\]}]$/.test(piece.text) && stack.length > 1) {
      const { open, items } = stack.pop()!
      stack.at(-1)!.items.push({ open, close: piece.text, items })
    } else stack.at(-1)!.items.push(piece)
  }
  // A bracket that is never closed does not parse; it is laid out as it stands.
  while (stack.length > 1) {
    const { open, items } = stack.pop()!
    stack.at(-1)!.items.push({ text: open, kind: 'operator', isOperand: false }, ...items)
  }
  return { open: '', close: '', items: stack[0]!.items }
}

function isGroup(item: Piece | Group): item is Group {
  return 'items' in item
}

function onOneLine(items: readonly (Piece | Group)[]): string {
  let text = ''
  items.forEach((item, index) => {
    const written = isGroup(item) ? groupOnOneLine(item) : item.text
    text += index > 0 && isSpaced(items, index) ? ` ${written}` : written
  })
  return text
}

function groupOnOneLine({ open, close, items }: Group): string {
  const inside = onOneLine(items)
  const isObject = open === '{' && items.some((item) => !isGroup(item) && item.text === ':')
  return isObject && inside !== '' ? `${open} ${inside} ${close}` : `${open}${inside}${close}`
}

/** The operators that stand apart from both of their sides. */
const spaced = new Set([
  '+',
  '-',
  '*',
  '/',
  '%',
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '&',
  'and',
  'or',
  'in',
  '?',
  ':',
  '?:',
  '??',
  ':=',
  '~>',
  '|',
])

/** Whether a space stands in front of an item. */
function isSpaced(items: readonly (Piece | Group)[], index: number): boolean {
  const item = items[index]!
  const before = items[index - 1]!
  if (!isGroup(item) && item.kind === 'comment') return true
  if (!isGroup(before) && before.kind === 'comment') return true
  if (!isGroup(before) && (before.text === ',' || before.text === ';')) return true
  if (!isGroup(item) && (item.text === ',' || item.text === ';')) return false
  if (isBinary(items, index)) return !isColonOfObject(items, index)
  if (isBinary(items, index - 1)) return true
  if (isGroup(item)) return isGroup(before) ? item.open === '{' && before.open === '(' && isLambda(items, index) : false
  // Two words side by side need what keeps them apart.
  return !isGroup(before) && /[\w$`"']$/.test(before.text) && /^[\w$`"']/.test(item.text)
}

/** `function($a) {`: the body stands apart from the parameters. */
function isLambda(items: readonly (Piece | Group)[], index: number): boolean {
  const name = items[index - 2]
  return name !== undefined && !isGroup(name) && (name.text === 'function' || name.text === 'λ')
}

function isBinary(items: readonly (Piece | Group)[], index: number): boolean {
  const item = items[index]
  if (!item || isGroup(item) || item.kind !== 'operator' || item.isOperand || !spaced.has(item.text)) return false
  const before = items[index - 1]
  if (before === undefined) return false
  // A minus in front of a value, and the `<` and `>` of an order, belong to what follows.
  return isGroup(before) || before.kind === 'comment' || before.kind !== 'operator' || before.isOperand
}

/** The colon of `{ key: value }` stands at its key; that of `a ? b : c` stands apart. */
function isColonOfObject(items: readonly (Piece | Group)[], index: number): boolean {
  const item = items[index]!
  if (isGroup(item) || item.text !== ':') return false
  let open = 0
  for (const each of items.slice(0, index)) {
    if (isGroup(each)) continue
    if (each.text === '?') open++
    if (each.text === ':' && open > 0) open--
    if (each.text === ',' && open > 0) open = 0
  }
  return open === 0
}

/** Breaks behind commas and semicolons of a long bracket, and before `?` and `:` of a long choice. */
function onLines(items: readonly (Piece | Group)[], depth: number): string {
  const indent = '  '.repeat(depth)
  let text = ''
  let line = 0
  // What follows ? or : on a line of its own stands as deep as that line.
  let inner = depth
  items.forEach((item, index) => {
    const isChoice = !isGroup(item) && (item.text === '?' || item.text === ':') && isBinary(items, index) && !isColonOfObject(items, index)
    const rest = isGroup(item) ? groupOnOneLine(item) : item.text
    const gap = index > 0 && isSpaced(items, index) ? ' ' : ''
    if (isChoice && index > 0) {
      text += `\n${indent}  ${rest}`
      inner = depth + 1
      line = indent.length + 2 + rest.length
      return
    }
    const written = isGroup(item) && line + gap.length + rest.length > width ? groupOnLines(item, inner) : rest
    text += gap + written
    const lastLine = written.lastIndexOf('\n')
    line = lastLine < 0 ? line + gap.length + written.length : written.length - lastLine - 1
  })
  return text
}

function groupOnLines({ open, close, items }: Group, depth: number): string {
  const inner = '  '.repeat(depth + 1)
  const parts = partsOf(items).map((part) => `${inner}${onLines(part, depth + 1)}`)
  return items.length === 0 ? `${open}${close}` : `${open}\n${parts.join('\n')}\n${'  '.repeat(depth)}${close}`
}

/** The items between commas and semicolons, which stay with what is before them; so does a comment behind them. */
function partsOf(items: readonly (Piece | Group)[]): (Piece | Group)[][] {
  const parts: (Piece | Group)[][] = [[]]
  items.forEach((item, index) => {
    parts.at(-1)!.push(item)
    if (!isGroup(item) && (item.text === ',' || item.text === ';') && index < items.length - 1) parts.push([])
  })
  return parts.filter((part) => part.length > 0)
}
