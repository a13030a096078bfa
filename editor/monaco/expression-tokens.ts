export type ExpressionTokenKind =
  'function' | 'variable' | 'path' | 'string' | 'number' | 'regex' | 'keyword' | 'operator' | 'bracket' | 'comment'

export interface ExpressionToken {
  readonly kind: ExpressionTokenKind
  readonly start: number
  readonly end: number
}

/** What a line of an expression leaves open for the next one. */
export interface ExpressionState {
  readonly inside: '' | 'comment' | '"' | "'" | '`'
  /** Whether a value may stand here: a `/` then opens a regular expression. */
  readonly expectsOperand: boolean
}

export const expressionStart: ExpressionState = { inside: '', expectsOperand: true }

const space = /\s+/y
const number = /(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][-+]?\d+)?/y
const regex = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[im]*/y
const symbol = /\.\.|:=|!=|>=|<=|\*\*|~>|\?:|\?\?|[.,@#;:?+\-*/%|=<>^&!~]/y
const word = /[^\s.[\]{}(),@#;:?+\-*/%|=<>^&!~"'`]+/y

const closings: Record<string, RegExp> = {
  comment: /[^]*?(?:\*\/|$)/y,
  '"': /(?:[^"\\]|\\[^])*(?:"|$)/y,
  "'": /(?:[^'\\]|\\[^])*(?:'|$)/y,
  '`': /[^`]*(?:`|$)/y,
}

/**
 * The coloured pieces of one line of an expression. It follows JSONata's own scanner, but never gives up:
 * what is half typed is coloured as what it began as.
 */
export function expressionTokens(
  text: string,
  from: number,
  to: number,
  state: ExpressionState,
): { readonly tokens: ExpressionToken[]; readonly state: ExpressionState } {
  const tokens: ExpressionToken[] = []
  let { inside, expectsOperand } = state
  let at = from

  const lengthOf = (pattern: RegExp): number => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0].length ?? 0
    return Math.min(found, to - at)
  }
  const push = (kind: ExpressionTokenKind, length: number, endsOperand: boolean) => {
    tokens.push({ kind, start: at, end: at + length })
    at += length
    expectsOperand = !endsOperand
  }
  const enclosed = (opening: Exclude<ExpressionState['inside'], ''>, skip: number) => {
    const start = at
    at += skip
    at += lengthOf(closings[opening]!)
    const closing = opening === 'comment' ? '*/' : opening
    const isClosed = at - start >= skip + closing.length && text.slice(start + skip, at).endsWith(closing)
    inside = isClosed ? '' : opening
    const kind = opening === 'comment' ? 'comment' : opening === '`' ? 'path' : 'string'
    tokens.push({ kind, start, end: at })
    if (opening !== 'comment') expectsOperand = false
  }

  if (inside) enclosed(inside, 0)
  while (at < to) {
    const skipped = lengthOf(space)
    if (skipped) {
      at += skipped
      continue
    }
    const first = text[at]!
    if (first === '/' && text[at + 1] === '*') enclosed('comment', 2)
    else if (first === '"' || first === "'" || first === '`') enclosed(first, 1)
    else if (first === '/' && expectsOperand && lengthOf(regex)) push('regex', lengthOf(regex), true)
    else if (/[([{]/.test(first)) push('bracket', 1, false)
    else if (/[)\]}]/.test(first)) push('bracket', 1, true)
    else if (/\d/.test(first) && lengthOf(number)) push('number', lengthOf(number), true)
    else if (lengthOf(symbol)) {
      const isWildcard = expectsOperand && (first === '*' || first === '%')
      push(isWildcard ? 'path' : 'operator', lengthOf(symbol), isWildcard)
    } else {
      const length = lengthOf(word) || 1
      const name = text.slice(at, at + length)
      const isOperator = !expectsOperand && (name === 'and' || name === 'or' || name === 'in')
      const kind = isOperator ? 'keyword' : kindOfWord(name, text.slice(at + length, to))
      push(kind, length, !isOperator)
    }
  }
  return { tokens, state: { inside, expectsOperand } }
}

function kindOfWord(name: string, rest: string): ExpressionTokenKind {
  if (name.startsWith('$')) return name.length > 1 && /^\s*\(/.test(rest) ? 'function' : 'variable'
  if (name === 'true' || name === 'false' || name === 'null' || name === 'function') return 'keyword'
  return 'path'
}
