import { invalidUrl, notImplemented } from '../refusal.ts'

export type Operator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
export type TextFunction = 'contains' | 'startswith' | 'endswith'

export interface Literal {
  kind: 'text' | 'number' | 'guid' | 'date' | 'timestamp' | 'boolean' | 'null'
  text: string
}

export type Filter =
  | { kind: 'and' | 'or'; left: Filter; right: Filter }
  | { kind: 'not'; filter: Filter }
  | { kind: 'compare'; operator: Operator; property: string; literal: Literal }
  | { kind: 'in'; property: string; literals: Literal[] }
  | { kind: 'function'; name: TextFunction; property: string; literal: Literal }
  | { kind: 'flag'; property: string }
  /** A lambda: the server takes it and does nothing with it. */
  | { kind: 'ignored' }

interface Token {
  kind: 'word' | Literal['kind'] | 'punctuation'
  text: string
  at: number
}

const patterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['guid', /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])/iy],
  ['timestamp', /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)/iy],
  ['date', /\d{4}-\d\d-\d\d(?![\w-])/y],
  ['number', /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?[mdfl]?(?![\w.])/iy],
  ['text', /(?:[\w.]+)?'(?:[^']|'')*'/y],
  ['word', /[A-Za-z_$][\w.]*/y],
  ['punctuation', /[(),:/]/y],
]

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text[at]!)) {
      at += 1
      continue
    }
    const token = nextToken(text, at)
    if (!token) throw invalidUrl(`Syntax error at position ${at} in '${text.slice(0, 200)}'.`)
    tokens.push(token)
    at += token.text.length
    if (tokens.length > 2_000) throw invalidUrl('The filter is too long.')
  }
  return tokens
}

function nextToken(text: string, at: number): Token | undefined {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) return { kind, text: match[0], at }
  }
  return undefined
}

const operators = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le'])
const functions = new Set(['contains', 'startswith', 'endswith'])

/** Reads `$filter`. Brackets nest at most 100 deep. */
export function parseFilter(text: string): Filter {
  const tokens = tokenize(text)
  let place = 0
  let depth = 0
  const peek = () => tokens[place]
  const fail = (): never => {
    throw invalidUrl(`Syntax error at position ${peek()?.at ?? text.length} in '${text.slice(0, 200)}'.`)
  }
  const take = (expected?: string): Token => {
    const token = tokens[place]
    if (!token || (expected !== undefined && token.text !== expected)) return fail()
    place += 1
    return token
  }
  const isWord = (word: string) => peek()?.kind === 'word' && peek()!.text === word

  const either = (): Filter => {
    let left = both()
    while (isWord('or')) {
      take()
      left = { kind: 'or', left, right: both() }
    }
    return left
  }
  const both = (): Filter => {
    let left = single()
    while (isWord('and')) {
      take()
      left = { kind: 'and', left, right: single() }
    }
    return left
  }
  const single = (): Filter => {
    depth += 1
    if (depth > 100) fail()
    const filter = isWord('not') ? negation() : peek()?.text === '(' ? bracketed() : term()
    depth -= 1
    return filter
  }
  const negation = (): Filter => {
    take('not')
    return { kind: 'not', filter: single() }
  }
  const bracketed = (): Filter => {
    take('(')
    const filter = either()
    take(')')
    return filter
  }
  const term = (): Filter => {
    const word = take()
    if (word.kind === 'word' && peek()?.text === '(') return call(word.text)
    if (word.kind !== 'word' || word.text === 'null') return reversed(word)
    const property = path(word.text)
    if (property === undefined) return { kind: 'ignored' }
    const operator = peek()
    if (operator?.text === 'in') return list(property)
    if (!operator || operator.kind !== 'word' || !operators.has(operator.text)) return { kind: 'flag', property }
    take()
    return { kind: 'compare', operator: operator.text as Operator, property, literal: literal() }
  }
  /** `5 lt quantity` */
  const reversed = (token: Token): Filter => {
    const operator = take().text
    const mirror: Record<string, Operator> = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' }
    const property = take()
    if (!mirror[operator] || property.kind !== 'word') return fail()
    return { kind: 'compare', operator: mirror[operator], property: property.text, literal: toLiteral(token) }
  }
  const path = (first: string): string | undefined => {
    let name = first
    while (peek()?.text === '/') {
      take()
      const next = take().text
      if ((next === 'any' || next === 'all') && peek()?.text === '(') {
        skipBrackets()
        return undefined
      }
      name += `/${next}`
    }
    return name
  }
  const skipBrackets = () => {
    let open = 0
    do {
      const { text: each } = take()
      open += each === '(' ? 1 : each === ')' ? -1 : 0
    } while (open > 0)
  }
  const call = (name: string): Filter => {
    if (!functions.has(name)) throw notImplemented(`The function '${name}' is not supported on an OData filter.`)
    take('(')
    const property = path(take().text) ?? fail()
    take(',')
    const value = literal()
    take(')')
    const filter: Filter = { kind: 'function', name: name as TextFunction, property, literal: value }
    if (peek()?.text !== 'eq' && peek()?.text !== 'ne') return filter
    const equals = take().text === 'eq'
    return (take().text === 'true') === equals ? filter : { kind: 'not', filter }
  }
  const list = (property: string): Filter => {
    take('in')
    take('(')
    const literals = [literal()]
    while (peek()?.text === ',') {
      take()
      literals.push(literal())
    }
    take(')')
    return { kind: 'in', property, literals }
  }
  const literal = (): Literal => toLiteral(take())
  const toLiteral = (token: Token): Literal => {
    if (token.kind === 'text') return { kind: 'text', text: token.text.slice(token.text.indexOf("'") + 1, -1).replaceAll("''", "'") }
    if (token.kind === 'word') {
      if (token.text === 'true' || token.text === 'false') return { kind: 'boolean', text: token.text }
      if (token.text === 'null') return { kind: 'null', text: token.text }
      return fail()
    }
    if (token.kind === 'punctuation') return fail()
    return { kind: token.kind, text: token.kind === 'number' ? token.text.replace(/[mdfl]$/i, '') : token.text }
  }

  const filter = either()
  if (place < tokens.length) fail()
  return filter
}
