import type { EngineApi, EngineMessage, EngineMethod, EngineRequest } from './protocol.ts'

/** How long expressions may run before the worker is ended: nothing in it can be stopped in another way. */
const evaluationLimitMs = 1_000
/** And everything else, which does not depend on what people write. */
const workLimitMs = 20_000

/** The worker was ended because an expression ran on and on. */
export class Runaway extends Error {
  constructor() {
    super(`stopped after ${evaluationLimitMs / 1000} s`)
    this.name = 'Runaway'
  }
}

interface Pending {
  readonly request: EngineRequest
  readonly resolve: (result: never) => void
  readonly reject: (reason: Error) => void
}

export interface EngineClient {
  call<Method extends EngineMethod>(method: Method, argument: Parameters<EngineApi[Method]>[0]): Promise<ReturnType<EngineApi[Method]>>
  /** How long the last call took inside the worker. */
  readonly lastElapsedMs: number
}

/**
 * The page's end of the engine's worker. A worker whose expressions run longer than a second is ended; a new one gets everything
 * again from `reload` before it is asked anything else.
 */
export function createEngineClient(reload: (client: EngineClient) => Promise<unknown>): EngineClient {
  let worker = start()
  let nextId = 1
  let lastElapsedMs = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const queue: Pending[] = []
  let current: Pending | undefined

  function start(): Worker {
    const started = new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module', name: 'engine' })
    started.addEventListener('message', receive)
    started.addEventListener('error', (event) =>
      settle((pending) => pending.reject(new Error(event.message || 'the engine did not start'))),
    )
    return started
  }

  function receive({ data }: MessageEvent<EngineMessage>): void {
    if (data.type === 'ready' || data.id !== current?.request.id) return
    if (data.type === 'evaluating') return watch(evaluationLimitMs)
    if (data.type === 'evaluated') return watch(workLimitMs)
    if (data.type === 'done') {
      lastElapsedMs = data.elapsedMs
      return settle((pending) => pending.resolve(data.result as never))
    }
    settle((pending) => pending.reject(new Error(data.reason)))
  }

  function settle(finish: (pending: Pending) => void): void {
    clearTimeout(timer)
    const finished = current
    current = undefined
    if (finished) finish(finished)
    next()
  }

  function next(): void {
    if (current) return
    current = queue.shift()
    if (!current) return
    worker.postMessage(current.request)
    watch(workLimitMs)
  }

  function watch(limitMs: number): void {
    clearTimeout(timer)
    timer = setTimeout(restart, limitMs)
  }

  function restart(): void {
    worker.terminate()
    worker = start()
    const stopped = current
    current = undefined
    const waiting = queue.splice(0)
    void reload(client).finally(() => {
      queue.push(...waiting)
      next()
    })
    stopped?.reject(new Runaway())
  }

  const client: EngineClient = {
    call(method, argument) {
      return new Promise((resolve, reject) => {
        queue.push({ request: { id: nextId++, method, argument }, resolve: resolve as (result: never) => void, reject })
        next()
      })
    },
    get lastElapsedMs() {
      return lastElapsedMs
    },
  }
  return client
}
