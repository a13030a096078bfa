import { shallowRef } from 'vue'
import { type EngineClient, createEngineClient } from './preview/engine-client.ts'
import type { Outline, TextFile } from './preview/protocol.ts'
import { type WorkspaceFile, onChange, openRecord, workspace } from './workspace/workspace.ts'

/** What documents there are, as of the last text that the engine has read. */
export const outline = shallowRef<Outline>({ entries: [] })

/** Whether the engine has read the workspace. */
export const isEngineReady = shallowRef(false)

let schemas: Promise<string>
const waiting = new Map<string, WorkspaceFile>()

export const engine: EngineClient = createEngineClient(loadAgain)

/** How long the start waits for the records of samples: what comes later is shown later. */
const recordsWaitMs = 500

/** What is shown first is worked out before the cases are read. */
const casesWaitMs = 1_000

/** A worker that replaces one that was ended is told what that one knew. Nothing is new: what ran on must not be run again for it. */
async function loadAgain(client: EngineClient): Promise<void> {
  const isNews = waiting.size > 0
  waiting.clear()
  const found = await client.call('load', { files: [...workspace.files.values()].map(textFile), schemas: await schemas })
  if (isNews) outline.value = found
}

/** Gives the engine everything, and from then on every text that changes. */
export async function startEngine(schemasText: Promise<string>): Promise<void> {
  schemas = schemasText
  const text = await schemas
  const files = [...workspace.files.values()]
  // No page waits for test cases, and they are half of what there is to read.
  const cases = files.filter(({ path }) => path.endsWith('.cases.yaml'))
  const first = files.filter((file) => !cases.includes(file)).map(textFile)
  // What changes from here on is given behind this.
  onChange(take)
  outline.value = await engine.call('load', { files: first, schemas: text })
  await Promise.race([openSampleRecords(), new Promise((resolve) => setTimeout(resolve, recordsWaitMs))])
  await passOn()
  isEngineReady.value = true
  setTimeout(() => cases.forEach(take), casesWaitMs)
}

function take(file: WorkspaceFile): void {
  waiting.set(file.path, file)
  void passOn()
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
