import { ask } from './ask.ts'
import { documentLanguage } from './languages.ts'
import { rangeOf } from './markers.ts'
import { linesOf, modelOf, pathOf, uriOf } from './models.ts'
import { monaco } from './setup.ts'
import { showPlace } from './show-place.ts'
import { workspace } from '../workspace/workspace.ts'

/** Goes to where a thing is said: `use`, a let, a table, a setting, a step; from a change to the default that it lies on. */
export function registerDefinition(): void {
  monaco.languages.registerDefinitionProvider(documentLanguage, {
    async provideDefinition(model, position) {
      const found = (await ask('definition', model, position)) ?? []
      return found.flatMap(({ path, ...place }) => {
        const file = workspace.files.get(path)
        if (!file) return []
        modelOf(file)
        return [{ uri: uriOf(path), range: rangeOf(path, place) }]
      })
    },
  })
  monaco.editor.registerEditorOpener({
    async openCodeEditor(_source, resource, selection) {
      const path = pathOf(resource)
      const range = selection && 'startLineNumber' in selection ? selection : undefined
      const position = range
        ? { lineNumber: range.startLineNumber, column: range.startColumn }
        : (selection ?? { lineNumber: 1, column: 1 })
      await showPlace(path, placeOf(path, position as monaco.IPosition, range))
      return true
    },
  })
}

function placeOf(path: string, position: monaco.IPosition, range: monaco.IRange | undefined): { from: number; to: number } {
  const from = offsetOf(path, position)
  return { from, to: range ? offsetOf(path, { lineNumber: range.endLineNumber, column: range.endColumn }) : from }
}

function offsetOf(path: string, position: monaco.IPosition): number {
  return linesOf(path).offset(position)
}
