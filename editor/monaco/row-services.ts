import { engine, isEngineReady } from '../engine.ts'
import { lookedAt } from '../mapping/samples.ts'
import type { Fault, RowPlace } from '../preview/language/row-language.ts'
import { suggestion } from './completion.ts'
import { hoverContents, signatureResult } from './hover.ts'
import { expressionLanguage } from './languages.ts'
import { monaco } from './setup.ts'

/** Which row an expression belongs to. */
export type RowOfModel = Pick<RowPlace, 'address' | 'row' | 'slot'>

const rows = new WeakMap<monaco.editor.ITextModel, RowOfModel>()
let isRegistered = false

/** Gives a model that holds one expression what the engine knows of its row. */
export function serveRow(model: monaco.editor.ITextModel, row: RowOfModel): void {
  rows.set(model, row)
  if (!isRegistered) register()
  isRegistered = true
}

/** Underlines what keeps the expression from being run, where it stands in it. */
export async function markFaults(model: monaco.editor.ITextModel): Promise<void> {
  const row = rows.get(model)
  if (!row || !isEngineReady.value) return
  const faults = await engine.call('faultsInRow', row)
  if (!model.isDisposed())
    monaco.editor.setModelMarkers(
      model,
      'fieldloom',
      faults.map((fault) => markerOf(model, fault)),
    )
}

function markerOf(model: monaco.editor.ITextModel, { from, to, problem }: Fault): monaco.editor.IMarkerData {
  const { startLineNumber, startColumn, endLineNumber, endColumn } = rangeIn(model, { from, to })
  const severity = problem.severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning
  const message = [problem.message, problem.hint].filter(Boolean).join('\n')
  return { startLineNumber, startColumn, endLineNumber, endColumn, severity, message, code: problem.code }
}

function register(): void {
  monaco.languages.registerCompletionItemProvider(expressionLanguage, {
    triggerCharacters: ['.', '$', "'", '('],
    async provideCompletionItems(model, position) {
      const place = placeOf(model, position)
      const items = place && (await engine.call('completeInRow', place))
      if (model.isDisposed()) return null
      // A field that is being added is in the document with its first character.
      if (!items) return { suggestions: [], incomplete: true }
      return { suggestions: items.map((item) => suggestion(item, rangeIn(model, item))) }
    },
  })
  monaco.languages.registerHoverProvider(expressionLanguage, {
    async provideHover(model, position) {
      const place = placeOf(model, position)
      const found = place && (await engine.call('hoverInRow', place))
      return found && !model.isDisposed() ? { range: rangeIn(model, found), contents: hoverContents(found) } : null
    },
  })
  monaco.languages.registerSignatureHelpProvider(expressionLanguage, {
    signatureHelpTriggerCharacters: ['(', ','],
    signatureHelpRetriggerCharacters: [')'],
    async provideSignatureHelp(model, position) {
      const place = placeOf(model, position)
      const found = place && (await engine.call('signatureInRow', place))
      return found ? signatureResult(found) : null
    },
  })
}

/** Undefined for an expression that is of no row. */
function placeOf(model: monaco.editor.ITextModel, position: monaco.IPosition): RowPlace | undefined {
  const row = rows.get(model)
  if (!row || !isEngineReady.value) return undefined
  const sample = lookedAt.value
  return { ...row, text: model.getValue(), index: model.getOffsetAt(position), ...(sample && { sample }) }
}

function rangeIn(model: monaco.editor.ITextModel, { from, to }: { readonly from: number; readonly to: number }): monaco.Range {
  return monaco.Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to))
}
