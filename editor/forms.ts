import { type ShallowRef, shallowRef, watch } from 'vue'
import { engine, isEngineReady, outline, passOn } from './engine.ts'
import type { EntryChange } from './preview/forms/form-methods.ts'
import type { EngineApi } from './preview/protocol.ts'

/** What the engine says of a document, again whenever a text becomes another; undefined until it has answered, null where there is nothing. */
export function followed<Method extends 'settings' | 'table' | 'flow'>(
  method: Method,
  argument: () => Parameters<EngineApi[Method]>[0],
): ShallowRef<Exclude<ReturnType<EngineApi[Method]>, undefined> | null | undefined> {
  const found = shallowRef<Exclude<ReturnType<EngineApi[Method]>, undefined> | null>()
  watch(
    [argument, outline, isEngineReady],
    async () => {
      if (!isEngineReady.value) return
      const asked = argument()
      const answer = (await engine.call(method, asked)) ?? null
      if (JSON.stringify(asked) === JSON.stringify(argument())) found.value = answer as typeof found.value
    },
    { immediate: true },
  )
  return found
}

/** Changes one entry of a document in its text, as one step that can be undone. */
export async function changeEntry(change: EntryChange): Promise<void> {
  await passOn()
  const edit = await engine.call('entryEdit', change)
  if (!edit) return
  const { editFile } = await import('./monaco/models.ts')
  editFile(change.path, [edit])
}
