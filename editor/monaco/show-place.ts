import { nextTick } from 'vue'
import { open } from '../router.ts'
import { rangeOf } from './markers.ts'
import { linesOf, pathOf, uriOf } from './models.ts'
import { monaco } from './setup.ts'

/** Brings a place of a file before the eyes: in the text that is open, else by opening the file. */
export async function showPlace(path: string, place: { from: number; to: number }): Promise<monaco.editor.ICodeEditor | undefined> {
  const editor = editorOf(path) ?? (await opened(path, place.from))
  if (!editor) return undefined
  const range = rangeOf(path, place)
  editor.setSelection(range)
  editor.revealRangeInCenterIfOutsideViewport(range)
  editor.focus()
  return editor
}

/** Brings what the checker found before the eyes, and says beside it what is wrong. */
export async function showProblem(path: string, place: { from: number; to: number }): Promise<void> {
  const editor = await showPlace(path, place)
  editor?.setPosition(rangeOf(path, place).getStartPosition())
  await editor?.getAction('editor.action.showHover')?.run()
}

/** Where the cursor is, in the text that has the focus or had it last. */
export function placeAtCursor(): { path: string; from: number } | undefined {
  const editor = monaco.editor.getEditors().find((each) => each.hasTextFocus()) ?? monaco.editor.getEditors().find(isVisible)
  const [model, position] = [editor?.getModel(), editor?.getPosition()]
  if (!model || !position) return undefined
  const path = pathOf(model.uri)
  return { path, from: linesOf(path).offset(position) }
}

function editorOf(path: string): monaco.editor.ICodeEditor | undefined {
  const uri = uriOf(path).toString()
  return monaco.editor.getEditors().find((editor) => editor.getModel()?.uri.toString() === uri && isVisible(editor))
}

function isVisible(editor: monaco.editor.ICodeEditor): boolean {
  return (editor.getDomNode()?.offsetParent ?? null) !== null
}

async function opened(path: string, offset: number): Promise<monaco.editor.ICodeEditor | undefined> {
  open({ page: 'file', path, line: linesOf(path).position(offset).lineNumber })
  for (let attempt = 0; attempt < 50; attempt++) {
    await nextTick()
    const editor = editorOf(path)
    if (editor) return editor
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return undefined
}
