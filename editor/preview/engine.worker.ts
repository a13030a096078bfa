import { cloneable } from './cloneable.ts'
import { formMethods } from './forms/form-methods.ts'
import { insightMethods } from './insight-methods.ts'
import { languageMethods } from './language/language-methods.ts'
import { mappingMethods } from './mapping-methods.ts'
import { Project } from './project.ts'
import type { EngineApi, EngineContext, EngineMessage, EngineMethod, EngineRequest } from './protocol.ts'
import { ReadyMappings } from './ready-mappings.ts'
import { trialMethods } from './trial-methods.ts'
import { workspaceMethods } from './workspace-methods.ts'

let answering = 0

const context: EngineContext = {
  project: new Project(),
  evaluating(evaluate) {
    tell({ type: 'evaluating', id: answering })
    try {
      return evaluate()
    } finally {
      tell({ type: 'evaluated', id: answering })
    }
  },
}

const mappings = new ReadyMappings(context)

const api: EngineApi = {
  ...workspaceMethods(context),
  ...mappingMethods(context, mappings),
  ...insightMethods(context, mappings),
  ...trialMethods(context, mappings),
  ...languageMethods(context, mappings),
  ...formMethods(context),
}

function tell(message: EngineMessage): void {
  try {
    postMessage(message)
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'DataCloneError') throw error
    postMessage(cloneable(message))
  }
}

addEventListener('message', ({ data }: MessageEvent<EngineRequest>) => {
  const { id, method, argument } = data
  const started = performance.now()
  answering = id
  try {
    const result = (api[method as EngineMethod] as (argument: unknown) => unknown)(argument)
    tell({ type: 'done', id, result, elapsedMs: performance.now() - started })
  } catch (error) {
    tell({ type: 'failed', id, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})

tell({ type: 'ready' })
