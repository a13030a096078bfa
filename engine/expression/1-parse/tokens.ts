/** A token of an expression. Offsets count UTF-16 units from 0; `end` is after its last character. */
export interface Token {
  kind: 'name' | 'variable' | 'string' | 'number' | 'regex' | 'operator' | 'unfinished'
  text: string
  start: number
  end: number
  /** It stands where a value may stand: a `*` with it is the wildcard, without it the multiplication. */
  isOperand: boolean
}

const space = /[ \t\n\r\v]+|\/\*[^]*?\*\//y
const symbol = /\.\.|:=|!=|>=|<=|\*\*|~>|\?:|\?\?|[.[\]{}(),@#;:?+\-*/%|=<>^&!~]/y
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[Ee][-+]?[0-9]+)?/y
const string = /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'/y
const quotedName = /`[^`]*`/y
const word = /[^ \t\n\r\v.[\]{}(),@#;:?+\-*/%|=<>^&!~]+/y

/**
 * Splits an expression as JSONata's own scanner does, but with the start of each token, which JSONata does not keep.
 * It never throws: what cannot be a token is one of kind `unfinished`, up to the end of the text.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let offset = 0
  let expectsOperand = true

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset
    return pattern.exec(text)?.[0]
  }
  const push = (kind: Token['kind'], value: string, isOperand: boolean, endsOperand: boolean) => {
    tokens.push({ kind, text: value, start: offset, end: offset + value.length, isOperand })
    offset += value.length
    expectsOperand = !endsOperand
  }

  while (offset < text.length) {
    const skipped = match(space)
    if (skipped) {
      offset += skipped.length
      continue
    }
    const first = text[offset]!
    let found: string | undefined
    if (first === '/' && expectsOperand) {
      const end = endOfRegex(text, offset)
      push(end ? 'regex' : 'unfinished', text.slice(offset, end ?? text.length), true, true)
    } else if ((found = match(symbol))) {
      const isOperand = expectsOperand && (found === '*' || found === '**' || found === '%')
      push('operator', found, isOperand, isOperand || found === ')' || found === ']' || found === '}')
    } else if (first === '"' || first === "'") {
      found = match(string)
      push(found ? 'string' : 'unfinished', found ?? text.slice(offset), true, true)
    } else if ((found = match(number))) {
      push('number', found, true, true)
    } else if (first === '`') {
      found = match(quotedName)
      push(found ? 'name' : 'unfinished', found ?? text.slice(offset), true, true)
    } else {
      found = match(word) ?? text.slice(offset)
      const isOperator = !expectsOperand && (found === 'and' || found === 'or' || found === 'in')
      push(isOperator ? 'operator' : found.startsWith('$') ? 'variable' : 'name', found, !isOperator, !isOperator)
    }
  }
  return tokens
}

/** The closing slash counts only outside brackets, as in JSONata, where even an unescaped bracket in a class counts. */
function endOfRegex(text: string, start: number): number | undefined {
  let depth = 0
  for (let index = start + 1; index < text.length; index++) {
    const character = text[index]!
    if (character === '/' && depth === 0 && !isEscaped(text, index)) {
      let end = index + 1
      while (text[end] === 'i' || text[end] === 'm') end++
      return end
    }
    if (text[index - 1] === '\\') continue
    if (character === '(' || character === '[' || character === '{') depth++
    if (character === ')' || character === ']' || character === '}') depth--
  }
  return undefined
}

function isEscaped(text: string, index: number): boolean {
  let slashes = 0
  while (text[index - 1 - slashes] === '\\') slashes++
  return slashes % 2 === 1
}
