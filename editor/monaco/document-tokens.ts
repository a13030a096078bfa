import { type Context, type Meaning, meaningOf } from './document-grammar.ts'
import { type ExpressionState, expressionStart, expressionTokens } from './expression-tokens.ts'

/** A coloured piece of a line; it ends where the next one begins. */
export interface DocumentToken {
  readonly startIndex: number
  readonly scopes: string
}

interface OpenMap {
  readonly indent: number
  readonly context: Context
}

interface OpenFlow {
  readonly bracket: '{' | '['
  readonly context: Context
  /** Of the value that stands next in it. */
  readonly meaning: Meaning
}

/** A text that goes on in the lines below. */
interface OpenText {
  readonly style: 'block' | 'plain' | '"' | "'"
  /** Lines that are indented deeper belong to it. */
  readonly indent: number
  readonly isExpression: boolean
  readonly expression: ExpressionState
}

/** What the lines so far leave open. */
export interface DocumentState {
  readonly kind: string
  readonly maps: readonly OpenMap[]
  readonly flows: readonly OpenFlow[]
  readonly text?: OpenText
}

export const documentStart: DocumentState = { kind: '', maps: [], flows: [] }

export function sameState(left: DocumentState, right: DocumentState): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right)
}

/** Colours one line of a document: YAML, and JSONata wherever the language says that a text is an expression. */
export function documentTokens(line: string, state: DocumentState): { readonly tokens: DocumentToken[]; readonly state: DocumentState } {
  const reader = new LineReader(line, state)
  reader.read()
  return { tokens: reader.tokens, state: reader.state }
}

class LineReader {
  readonly tokens: DocumentToken[] = []
  readonly #line: string
  #at = 0
  #kind: string
  #maps: OpenMap[]
  #flows: OpenFlow[]
  #text: OpenText | undefined

  constructor(line: string, { kind, maps, flows, text }: DocumentState) {
    this.#line = line
    this.#kind = kind
    this.#maps = [...maps]
    this.#flows = [...flows]
    this.#text = text
  }

  get state(): DocumentState {
    return { kind: this.#kind, maps: this.#maps, flows: this.#flows, ...(this.#text && { text: this.#text }) }
  }

  read(): void {
    if (/^(---|\.\.\.)(\s|$)/.test(this.#line)) return this.#newDocument()
    if (this.#text && this.#continueText(this.#text)) return
    if (this.#flows.length > 0) return this.#readFlow()
    this.#readBlock()
  }

  #newDocument(): void {
    this.#kind = ''
    this.#maps = []
    this.#flows = []
    this.#text = undefined
    this.#token('delimiter')
  }

  /** @returns false where the text has ended with the line before. */
  #continueText(open: OpenText): boolean {
    const indent = /^ */.exec(this.#line)![0].length
    const isBlank = this.#line.trim() === ''
    if (open.style === 'block' || open.style === 'plain') {
      if (!isBlank && indent <= open.indent) {
        this.#text = undefined
        return false
      }
      if (open.style === 'plain' && /^\s*#/.test(this.#line)) {
        this.#text = undefined
        return false
      }
      this.#at = indent
      this.#readText(this.#line.length, open)
      return true
    }
    this.#readQuoted(open)
    if (!this.#text && this.#flows.length > 0) this.#readFlow()
    else this.#afterValue()
    return true
  }

  #readBlock(): void {
    this.#skipSpace()
    while (this.#line.startsWith('- ', this.#at) || this.#line.slice(this.#at) === '-') {
      this.#token('delimiter')
      this.#at++
      this.#skipSpace()
    }
    if (this.#readComment()) return
    const key = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#"'[\]{},&*!|>%@`][^#]*?)(?=\s*:(?:\s|$))/.exec(this.#line.slice(this.#at))?.[0]
    if (key === undefined) {
      // A key that is being typed has no colon yet: what stands below it at the same depth is not its own.
      if (this.#at < this.#line.length) this.#readValue({ context: this.#maps.at(-1)?.context ?? 'plain', isExpression: false }, this.#at)
      return
    }
    const indent = this.#at
    while (this.#maps.length > 0 && this.#maps.at(-1)!.indent >= indent) this.#maps.pop()
    const context = this.#maps.at(-1)?.context ?? (indent === 0 ? 'document' : 'plain')
    const name = key.replace(/^["']|["']$/g, '')
    const meaning = meaningOf(context, name, this.#kind)
    this.#readKey(key, context)
    this.#maps.push({ indent, context: meaning.context })
    const value = this.#line.slice(this.#at).trim()
    if (context === 'document' && name === 'kind') this.#kind = value.replace(/\s+#.*$/, '')
    this.#readValue(meaning, indent)
  }

  #readKey(key: string, context: Context): void {
    this.#token(context === 'members' || context === 'lets' || context === 'shapes' || context === 'overlaidShapes' ? 'name' : 'key')
    this.#at += key.length
    this.#at = this.#line.indexOf(':', this.#at)
    this.#token('delimiter')
    this.#at++
  }

  #readValue(meaning: Meaning, indent = 0): void {
    this.#skipSpace()
    if (this.#at >= this.#line.length || this.#readComment()) return
    const first = this.#line[this.#at]!
    if (first === '{' || first === '[') {
      this.#openFlow(first, meaning)
      return this.#readFlow()
    }
    const header = /^[|>][-+\d]*(?=\s|$)/.exec(this.#line.slice(this.#at))?.[0]
    if (header) {
      this.#token('delimiter')
      this.#at += header.length
      this.#text = { style: 'block', indent, isExpression: meaning.isExpression, expression: expressionStart }
      return this.#afterValue()
    }
    if (first === '"' || first === "'") {
      this.#token('string')
      this.#at++
      this.#readQuoted({ style: first, indent, isExpression: meaning.isExpression, expression: expressionStart })
      return this.#afterValue()
    }
    const end = this.#plainEnd(/\s#/g)
    this.#readText(end, { style: 'plain', indent, isExpression: meaning.isExpression, expression: expressionStart })
    this.#afterValue()
  }

  #openFlow(bracket: '{' | '[', meaning: Meaning): void {
    this.#token('delimiter')
    this.#at++
    this.#flows.push({ bracket, context: meaning.context, meaning })
  }

  /** Everything up to the end of the line, or to the bracket that closes the outermost `{` or `[`. */
  #readFlow(): void {
    while (this.#flows.length > 0) {
      this.#skipSpace()
      if (this.#at >= this.#line.length || this.#readComment()) return
      const first = this.#line[this.#at]!
      const open = this.#flows.at(-1)!
      if (first === '}' || first === ']') {
        this.#token('delimiter')
        this.#at++
        this.#flows.pop()
      } else if (first === ',') {
        this.#token('delimiter')
        this.#at++
        this.#flows.splice(-1, 1, { ...open, meaning: { context: open.context, isExpression: false } })
      } else if (first === '{' || first === '[')
        this.#openFlow(first, open.bracket === '[' ? { context: open.context, isExpression: false } : open.meaning)
      else if (!this.#readFlowKey(open)) this.#readFlowValue(open.bracket === '{' && open.meaning.isExpression)
    }
    this.#afterValue()
  }

  #readFlowKey(open: OpenFlow): boolean {
    if (open.bracket !== '{') return false
    const key = /^(?:"(?:[^"\\]|\\.)*"(?=\s*:)|'(?:[^']|'')*'(?=\s*:)|[^\s"'{}[\],:#][^{}[\],:]*?(?=\s*:(?:\s|$)))/.exec(
      this.#line.slice(this.#at),
    )?.[0]
    if (key === undefined) return false
    this.#readKey(key, open.context)
    const meaning = meaningOf(open.context, key.replace(/^["']|["']$/g, ''), this.#kind)
    this.#flows.splice(-1, 1, { ...open, meaning })
    return true
  }

  #readFlowValue(isExpression: boolean): void {
    const first = this.#line[this.#at]!
    if (first === '"' || first === "'") {
      this.#token('string')
      this.#at++
      this.#readQuoted({ style: first, indent: -1, isExpression, expression: expressionStart })
      return
    }
    const end = this.#plainEnd(/\s#|[,{}[\]]/g)
    this.#readText(Math.max(end, this.#at + 1), { style: 'plain', indent: -1, isExpression, expression: expressionStart })
    this.#text = undefined
  }

  #plainEnd(stop: RegExp): number {
    stop.lastIndex = this.#at
    return stop.exec(this.#line)?.index ?? this.#line.length
  }

  /** A piece of a text without quotes, up to an offset; it may go on in the next line. */
  #readText(end: number, open: OpenText): void {
    if (!open.isExpression) {
      const piece = this.#line.slice(this.#at, end).trim()
      const isLiteral = open.style === 'plain' && /^(true|false|null|~|[-+]?[\d.]+(?:[eE][-+]?\d+)?)$/.test(piece)
      this.#token(isLiteral ? 'number' : 'string')
      this.#at = end
      this.#text = open
      return
    }
    const { tokens, state } = expressionTokens(this.#line, this.#at, end, open.expression)
    this.#expressionTokens(tokens)
    this.#at = end
    this.#text = { ...open, expression: state }
  }

  /** The rest of a text in quotes, behind the opening one; it may go on in the next line. */
  #readQuoted(open: OpenText): void {
    const closing = open.style === '"' ? /(?:[^"\\]|\\.)*("|$)/y : /(?:[^']|'')*('(?!')|$)/y
    closing.lastIndex = this.#at
    const found = closing.exec(this.#line)
    const isClosed = found !== null && found[1] !== ''
    const end = found === null ? this.#line.length : this.#at + found[0].length - (isClosed ? 1 : 0)
    let expression = open.expression
    if (open.isExpression) {
      const { tokens, state } = expressionTokens(this.#line, this.#at, end, open.expression)
      this.#expressionTokens(tokens)
      expression = state
    } else if (this.#at < end) this.#token('string')
    this.#at = end
    this.#text = isClosed ? undefined : { ...open, expression }
    if (isClosed) {
      this.#token('string')
      this.#at++
    }
  }

  #expressionTokens(tokens: readonly { kind: string; start: number; end: number }[]): void {
    for (const { kind, start, end } of tokens) {
      this.tokens.push({ startIndex: start, scopes: `expression.${kind}` })
      this.tokens.push({ startIndex: end, scopes: '' })
    }
  }

  #afterValue(): void {
    this.#skipSpace()
    this.#readComment()
  }

  #readComment(): boolean {
    if (this.#line[this.#at] !== '#') return false
    this.#token('comment')
    this.#at = this.#line.length
    return true
  }

  #skipSpace(): void {
    const spaces = /^\s*/.exec(this.#line.slice(this.#at))![0].length
    if (spaces > 0) this.#token('')
    this.#at += spaces
  }

  #token(scopes: string): void {
    this.tokens.push({ startIndex: this.#at, scopes })
  }
}
