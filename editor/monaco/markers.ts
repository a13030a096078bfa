import { watch } from 'vue'
import { markers, whenMarkersCurrent } from '../problems.ts'
import type { Marker } from '../preview/language/language-methods.ts'
import { documentLanguage } from './languages.ts'
import { linesOf, pathOf, uriOf } from './models.ts'
import { monaco } from './setup.ts'

const owner = 'fieldloom'

/** Shows what the checker found in every text that is open, and offers what mends it. */
export function registerMarkers(): void {
  watch(markers, () => monaco.editor.getModels().forEach(mark), { immediate: true })
  monaco.editor.onDidCreateModel(mark)
  monaco.languages.registerCodeActionProvider(documentLanguage, {
    async provideCodeActions(model, range, _context, token) {
      const path = pathOf(model.uri)
      const isCancelled = new AbortController()
      token.onCancellationRequested(() => isCancelled.abort())
      await whenMarkersCurrent(isCancelled.signal)
      if (token.isCancellationRequested) return { actions: [], dispose: () => {} }
      const touched = (markers.value[path] ?? []).filter((marker) => monaco.Range.areIntersectingOrTouching(rangeOf(path, marker), range))
      return { actions: touched.flatMap((marker) => actionsOf(marker, path)), dispose: () => {} }
    },
  })
}

function mark(model: monaco.editor.ITextModel): void {
  const path = pathOf(model.uri)
  const found = (markers.value[path] ?? []).map((marker) => markerData(marker, path))
  monaco.editor.setModelMarkers(model, owner, found)
}

function markerData(marker: Marker, path: string): monaco.editor.IMarkerData {
  const { problem } = marker
  return {
    ...plainRange(rangeOf(path, marker)),
    severity: problem.severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
    message: [problem.message, problem.cause, problem.hint].filter(Boolean).join('\n'),
    code: problem.code,
  }
}

function actionsOf(marker: Marker, path: string): monaco.languages.CodeAction[] {
  return marker.fixes.map(({ title, edits, path: file }, index) => ({
    title,
    kind: 'quickfix',
    diagnostics: [markerData(marker, path)],
    isPreferred: index === 0,
    edit: {
      edits: edits.map(({ from, to, insert }) => ({
        resource: uriOf(file),
        versionId: undefined,
        textEdit: { range: rangeOf(file, { from, to }), text: insert },
      })),
    },
  }))
}

export function rangeOf(path: string, { from, to }: { from: number; to: number }): monaco.Range {
  const lines = linesOf(path)
  return monaco.Range.fromPositions(lines.position(from), lines.position(to))
}

function plainRange({ startLineNumber, startColumn, endLineNumber, endColumn }: monaco.Range) {
  return { startLineNumber, startColumn, endLineNumber, endColumn }
}
