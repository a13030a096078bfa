import { engine, passOn } from '../engine.ts'
import { notify } from '../notices.ts'
import { editFile, linesOf, pathOf } from './models.ts'
import { monaco } from './setup.ts'

/** Formats the expression that the cursor is in; what cannot be formatted without a loss stays and is told. */
export async function formatAtCursor(): Promise<void> {
  const editor = monaco.editor.getEditors().find((each) => each.hasTextFocus())
  const [model, position] = [editor?.getModel(), editor?.getPosition()]
  if (!model || !position) return notify('Put the cursor into an expression first')
  const path = pathOf(model.uri)
  await passOn()
  const found = await engine.call('format', { path, offset: linesOf(path).offset(position) })
  if ('refused' in found) notify(`Not formatted: ${found.refused}`)
  else editFile(path, [found.edit])
}
