import type * as MonacoApi from 'monaco-editor/editor/editor.api.js'
import { type DocumentState, documentStart, documentTokens, sameState } from './document-tokens.ts'
import { type ExpressionState, expressionStart, expressionTokens } from './expression-tokens.ts'

type Monaco = typeof MonacoApi

/** Documents: YAML with JSONata in it. */
export const documentLanguage = 'fieldloom'
/** One expression, without a document around it. */
export const expressionLanguage = 'jsonata'
/** Records. */
export const recordLanguage = 'json-record'

export function registerLanguages({ languages }: Monaco): void {
  languages.register({ id: documentLanguage, extensions: ['.yaml', '.yml'] })
  languages.setTokensProvider(documentLanguage, {
    getInitialState: () => new LineState(documentStart, sameState),
    tokenize: (line, state) => {
      const result = documentTokens(line, (state as LineState<DocumentState>).value)
      return { tokens: result.tokens, endState: new LineState(result.state, sameState) }
    },
  })
  languages.setLanguageConfiguration(documentLanguage, {
    comments: { lineComment: '#' },
    brackets,
    autoClosingPairs: [...pairs],
    surroundingPairs: [...pairs],
    colorizedBracketPairs: [],
    wordPattern,
    onEnterRules: [{ beforeText: /:\s*(?:[|>]-?)?\s*(?:#.*)?$/, action: { indentAction: languages.IndentAction.Indent } }],
    folding: { offSide: true },
  })
  for (const id of [expressionLanguage, recordLanguage]) {
    languages.register({ id })
    languages.setTokensProvider(id, {
      getInitialState: () => new LineState(expressionStart, sameExpressionState),
      tokenize: (line, state) => {
        const result = expressionTokens(line, 0, line.length, (state as LineState<ExpressionState>).value)
        const tokens = result.tokens.flatMap(({ kind, start, end }) => [
          { startIndex: start, scopes: id === recordLanguage && isKey(line, kind, end) ? 'key' : `expression.${kind}` },
          { startIndex: end, scopes: '' },
        ])
        return { tokens, endState: new LineState(result.state, sameExpressionState) }
      },
    })
    languages.setLanguageConfiguration(id, { brackets, autoClosingPairs: [...pairs], surroundingPairs: [...pairs], wordPattern })
  }
}

const brackets: [string, string][] = [
  ['{', '}'],
  ['[', ']'],
  ['(', ')'],
]
const pairs = [...brackets, ['"', '"'], ["'", "'"]].map(([open, close]) => ({ open: open!, close: close!, notIn: ['string', 'comment'] }))

/** A `$` belongs to the name behind it; a hyphen joins the names of documents. */
const wordPattern = /\$?[A-Za-z_][\w-]*|-?\d+(?:\.\d+)?/

function isKey(line: string, kind: string, end: number): boolean {
  return kind === 'string' && /^\s*:/.test(line.slice(end))
}

function sameExpressionState(left: ExpressionState, right: ExpressionState): boolean {
  return left.inside === right.inside && left.expectsOperand === right.expectsOperand
}

/** Monaco compares and copies the state between lines; ours never changes, so a copy is the same. */
class LineState<Value> {
  readonly value: Value
  readonly #isSame: (left: Value, right: Value) => boolean

  constructor(value: Value, isSame: (left: Value, right: Value) => boolean) {
    this.value = value
    this.#isSame = isSame
  }

  clone(): LineState<Value> {
    return this
  }

  equals(other: unknown): boolean {
    return other instanceof LineState && this.#isSame(this.value, other.value as Value)
  }
}
