import { Project } from './project.ts'
import type { EngineApi, EngineMessage, EngineMethod, EngineRequest, TextFile } from './protocol.ts'

const project = new Project()

const api: EngineApi = {
  load({ files, schemas }) {
    project.load(files, schemas)
    return project.outline()
  },
  change(changes) {
    for (const change of changes) {
      if (change.text === null) project.remove(change.path)
      else project.set(change as TextFile)
    }
    return project.outline()
  },
}

function tell(message: EngineMessage): void {
  postMessage(message)
}

addEventListener('message', ({ data }: MessageEvent<EngineRequest>) => {
  const { id, method, argument } = data
  const started = performance.now()
  try {
    const result = (api[method as EngineMethod] as (argument: unknown) => unknown)(argument)
    tell({ type: 'done', id, result, elapsedMs: performance.now() - started })
  } catch (error) {
    tell({ type: 'failed', id, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})

tell({ type: 'ready' })
