import type { TextEdit } from '../../engine/index.ts'
import { type WorkspaceFile, onChange, setText, workspace } from '../workspace/workspace.ts'
import { documentLanguage, recordLanguage } from './languages.ts'
import { LineMap, differenceOf } from './line-map.ts'
import { monaco } from './setup.ts'

type TextModel = monaco.editor.ITextModel

/** Paths of files in the order in which they were changed last, the latest at the end: what undo works on. */
const changed: string[] = []

/** The lines of each file as its model knows them. */
const lines = new Map<string, LineMap>()

/** Files whose model is being brought to a text that came from elsewhere. */
const following = new Set<string>()

onChange((file) => {
  const model = modelAt(file.path)
  const known = lines.get(file.path)
  if (!model || !known || known.text === file.text) return
  const map = new LineMap(file.text)
  const { from, to, insert } = differenceOf(known.text, file.text)
  following.add(file.path)
  model.pushStackElement()
  model.pushEditOperations([], [{ range: rangeOf(known, from, to), text: insert }], () => null)
  // Where the difference lies inside a line end, Monaco cannot follow it by an edit.
  if (model.getLineCount() !== map.lineCount)
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text: file.text }], () => null)
  model.pushStackElement()
  following.delete(file.path)
  lines.set(file.path, map)
})

/** The model of a file. What is typed into it is typed into the file; what Monaco would change besides stays as it is in the file. */
export function modelOf(file: WorkspaceFile): TextModel {
  const known = modelAt(file.path)
  if (known) return known
  const language = file.path.endsWith('.json') && !file.packageName ? recordLanguage : documentLanguage
  lines.set(file.path, new LineMap(file.text))
  const model = monaco.editor.createModel(file.text, language, uriOf(file.path))
  model.updateOptions({ tabSize: 2, insertSpaces: true, trimAutoWhitespace: false })
  model.onDidChangeContent(({ changes }) => {
    if (following.has(file.path)) return
    const text = linesOf(file.path).apply(changes)
    lines.set(file.path, new LineMap(text))
    setText(file.path, text)
    const index = changed.indexOf(file.path)
    if (index >= 0) changed.splice(index, 1)
    changed.push(file.path)
  })
  return model
}

/** Where the offsets of a file's text are in its model. */
export function linesOf(path: string): LineMap {
  return lines.get(path) ?? new LineMap(workspace.files.get(path)?.text ?? '')
}

/**
 * Changes a file by edits of its text, as one step that can be undone.
 * @param step whether that is the whole of it, or whether it begins or continues a step, as the characters of a word do
 */
export function editFile(path: string, edits: readonly TextEdit[], step: 'whole' | 'begins' | 'continues' = 'whole'): void {
  const file = workspace.files.get(path)
  if (!file || file.isReadOnly || edits.length === 0) return
  const model = modelOf(file)
  const known = linesOf(path)
  if (step !== 'continues') model.pushStackElement()
  model.pushEditOperations(
    [],
    edits.map(({ from, to, insert }) => ({ range: rangeOf(known, from, to), text: insert })),
    () => null,
  )
  if (step === 'whole') model.pushStackElement()
}

function rangeOf(known: LineMap, from: number, to: number): monaco.Range {
  return monaco.Range.fromPositions(known.position(from), known.position(to))
}

/** Takes the last change back, in whatever file it was made. */
export async function undo(): Promise<string | undefined> {
  const path = changed.findLast((each) => modelAt(each)?.canUndo())
  if (path !== undefined) await modelAt(path)?.undo()
  return path
}

export async function redo(): Promise<string | undefined> {
  const path = changed.findLast((each) => modelAt(each)?.canRedo())
  if (path !== undefined) await modelAt(path)?.redo()
  return path
}

function modelAt(path: string): TextModel | null {
  return monaco.editor.getModel(uriOf(path))
}

export function uriOf(path: string): monaco.Uri {
  return monaco.Uri.from({ scheme: 'fieldloom', path: `/${path}` })
}

export function pathOf(uri: monaco.Uri): string {
  return uri.path.slice(1)
}
