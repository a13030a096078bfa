import { engine, isEngineReady, passOn } from '../engine.ts'
import { lookedAt } from '../mapping/samples.ts'
import type { EngineApi } from '../preview/protocol.ts'
import { linesOf, pathOf } from './models.ts'
import type { monaco } from './setup.ts'

type PlaceMethod = 'complete' | 'hover' | 'signature' | 'definition'

/** Asks the engine about a place of a text, as it stands now. */
export async function ask<Method extends PlaceMethod>(
  method: Method,
  model: monaco.editor.ITextModel,
  position: monaco.IPosition,
): Promise<ReturnType<EngineApi[Method]> | undefined> {
  if (!isEngineReady.value) return undefined
  const path = pathOf(model.uri)
  const offset = linesOf(path).offset(position)
  await passOn()
  const sample = lookedAt.value
  return (await engine.call(method, { path, offset, ...(sample && { sample }) } as Parameters<EngineApi[Method]>[0])) as ReturnType<
    EngineApi[Method]
  >
}
