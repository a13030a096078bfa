import { builtIns, tokenize } from '../../../engine/index.ts'
import type { Helper } from './complete.ts'
import { cursorAt } from './cursor.ts'
import { functionHelp, parametersOf, signatureOf } from './describe.ts'
import type { SignatureHelp, TextPlace } from './language-methods.ts'

/** The function whose arguments the cursor is among, and which of them. */
export function signature(place: TextPlace, { project }: Helper): SignatureHelp | undefined {
  const cursor = cursorAt(place, project)
  return cursor?.kind === 'expression' ? signatureIn(cursor.text, cursor.index) : undefined
}

export function signatureIn(expression: string, index: number): SignatureHelp | undefined {
  const open: { name?: string; commas: number }[] = []
  let before: string | undefined
  for (const { text, end, kind } of tokenize(expression)) {
    if (end > index) break
    if (text === '(' || text === '[' || text === '{')
      open.push({ ...(text === '(' && before !== undefined && { name: before }), commas: 0 })
    else if (text === ')' || text === ']' || text === '}') open.pop()
    else if (text === ',' && open.length > 0) open.at(-1)!.commas++
    before = kind === 'variable' ? text.slice(1) : undefined
  }
  const call = open.findLast(({ name }) => name !== undefined && builtIns.has(name))
  const definition = call && builtIns.get(call.name!)
  if (!definition) return undefined
  const parameters = parametersOf(definition)
  return {
    label: signatureOf(definition),
    documentation: functionHelp(definition),
    parameters,
    active: Math.min(call.commas, Math.max(0, parameters.length - 1)),
  }
}
