import type { Completion, CompletionKind } from '../preview/language/language-methods.ts'
import { ask } from './ask.ts'
import { documentLanguage } from './languages.ts'
import { rangeOf } from './markers.ts'
import { pathOf } from './models.ts'
import { monaco } from './setup.ts'

/** What could be written at the cursor, from the engine. */
export function registerCompletion(): void {
  monaco.languages.registerCompletionItemProvider(documentLanguage, {
    triggerCharacters: ['.', '$', "'", ':', ' ', '(', '{'],
    async provideCompletionItems(model, position, { triggerCharacter }) {
      if (triggerCharacter === ' ' && !/[:{,]\s$/.test(model.getLineContent(position.lineNumber).slice(0, position.column - 1)))
        return { suggestions: [] }
      const items = (await ask('complete', model, position)) ?? []
      return { suggestions: items.map((item) => suggestion(item, rangeOf(pathOf(model.uri), item))) }
    },
  })
}

export function suggestion(item: Completion, range: monaco.IRange): monaco.languages.CompletionItem {
  const { label, detail, documentation, insert, isSnippet, rank, continues } = item
  return {
    label: { label, description: detail },
    kind: kinds[item.kind],
    insertText: insert,
    filterText: label,
    sortText: `${String(Math.round(rank * 100)).padStart(5, '0')} ${label}`,
    range,
    ...(documentation !== undefined && { documentation: { value: documentation } }),
    ...(isSnippet && { insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet }),
    ...(continues && {
      command: { id: isSnippet ? 'editor.action.triggerParameterHints' : 'editor.action.triggerSuggest', title: 'continue' },
    }),
  }
}

const { CompletionItemKind: kind } = monaco.languages

const kinds: Record<CompletionKind, monaco.languages.CompletionItemKind> = {
  field: kind.Field,
  function: kind.Function,
  variable: kind.Variable,
  setting: kind.Property,
  table: kind.Struct,
  step: kind.Event,
  property: kind.Property,
  key: kind.Keyword,
  value: kind.Value,
  document: kind.File,
  keyword: kind.Operator,
}
