import { shallowRef } from 'vue'
import { loadSchemas } from './api.ts'
import { type EngineClient, createEngineClient } from './preview/engine-client.ts'
import type { Outline, TextFile } from './preview/protocol.ts'
import { type WorkspaceFile, onChange, openRecord, workspace } from './workspace/workspace.ts'

/** What documents there are and what is wrong with them, as of the last text that the engine has read. */
export const outline = shallowRef<Outline>({ entries: [], problems: {} })

/** Whether the engine has read the workspace. */
export const isEngineReady = shallowRef(false)

let schemas: Promise<string> | undefined
const waiting = new Map<string, WorkspaceFile>()

export const engine: EngineClient = createEngineClient(load)

async function load(client: EngineClient): Promise<void> {
  schemas ??= loadSchemas()
  const text = await schemas
  const isNews = !isEngineReady.value || waiting.size > 0
  waiting.clear()
  const found = await client.call('load', { files: [...workspace.files.values()].map(textFile), schemas: text })
  // A worker that replaces one that was ended is told what that one knew: what ran on and on must not be run again for it.
  if (isNews) outline.value = found
  isEngineReady.value = true
}

/** Gives the engine everything, and from then on every text that changes. */
export async function startEngine(): Promise<void> {
  await load(engine)
  onChange((file) => {
    waiting.set(file.path, file)
    void passOn()
  })
  void openSampleRecords()
}

/** What samples have says which paths there are, also where no schema does. */
async function openSampleRecords(): Promise<void> {
  const paths = outline.value.entries.flatMap(({ recordPath }) => recordPath ?? [])
  await Promise.allSettled(paths.map((path) => openRecord(path)))
}

let passing: Promise<void> | undefined

/** Passes on the texts that changed; those that change meanwhile go together with the next call. */
export function passOn(): Promise<void> {
  passing ??= (async () => {
    while (waiting.size > 0) {
      const changes = [...waiting.values()].map((file) =>
        workspace.files.has(file.path) ? textFile(file) : { path: file.path, text: null },
      )
      waiting.clear()
      outline.value = await engine.call('change', changes)
    }
  })().finally(() => (passing = undefined))
  return passing
}

function textFile({ path, packageName, isReadOnly, text }: WorkspaceFile): TextFile {
  return { path, packageName, isReadOnly, text }
}
