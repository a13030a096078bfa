import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { Problem } from '../problem.ts'
import { poolProblem } from './problems.ts'
import type { Answer, Program, Request, Task } from './worker.ts'

export interface EvaluatorOptions {
  /** Threads; as many as the machine has processors, unless it is said otherwise. */
  readonly workers?: number
  /** How long a thread may go without finishing a record. */
  readonly limitMs?: number
  readonly limitMb?: number
  /** The module that the threads run. */
  readonly worker?: string
}

/** An evaluation that was ended from outside: the thread that it ran in is gone, and another has taken its place. */
export class EvaluationKilled extends Error {
  readonly reason: 'time' | 'memory'

  constructor(reason: 'time' | 'memory') {
    super(`the evaluation was ended: ${reason}`)
    this.reason = reason
  }
}

/** What is told of a record whose evaluation was ended. */
export function killedProblem({ reason }: EvaluationKilled, { limitMs, limitMb }: Evaluator): Problem {
  return reason === 'time' ? poolProblem('mapping.killed-time', {}, { limitMs }) : poolProblem('mapping.killed-memory', {}, { limitMb })
}

/** A task under way: what its thread has reported, when that last changed, and how long the process had computed by then. */
interface Watched {
  readonly progress: Int32Array
  readonly controller: AbortController
  seen: number
  since: number
  sinceCpu: number
}

/**
 * Threads that evaluate mappings and flows, and nothing else: without environment, and with little memory. One that does not move for a
 * second, or takes too much memory, is ended; what it worked on is refused with `EvaluationKilled`.
 */
export class Evaluator {
  readonly workers: number
  readonly limitMs: number
  readonly limitMb: number
  readonly #pool: Piscina<Task, Answer>
  readonly #watched = new Set<Watched>()
  readonly #digests = new WeakMap<Program, string>()
  #watch: NodeJS.Timeout | undefined

  constructor({ workers = availableParallelism(), limitMs = 1_000, limitMb = 128, worker = builtWorker() }: EvaluatorOptions = {}) {
    this.workers = workers
    this.limitMs = limitMs
    this.limitMb = limitMb
    this.#pool = new Piscina({
      filename: worker,
      minThreads: 1,
      maxThreads: workers,
      idleTimeout: 30_000,
      env: {},
      recordTiming: false,
      resourceLimits: { maxOldGenerationSizeMb: limitMb, maxYoungGenerationSizeMb: 32 },
    })
  }

  /** Evaluates in one of the threads. Throws EvaluationKilled where that had to be ended. */
  async ask(program: Program, request: Request): Promise<unknown> {
    const digest = this.#digestOf(program)
    let answer = await this.#run({ program: digest, request })
    if (answer === 'unknown program') answer = await this.#run({ program: digest, source: program, request })
    return (answer as Exclude<Answer, string>).value
  }

  async close(): Promise<void> {
    clearInterval(this.#watch)
    await this.#pool.destroy()
  }

  async #run(task: Omit<Task, 'progress'>): Promise<Answer> {
    const progress = new Int32Array(new SharedArrayBuffer(8))
    const watched: Watched = { progress, controller: new AbortController(), seen: 0, since: 0, sinceCpu: 0 }
    this.#watched.add(watched)
    this.#watch ??= setInterval(() => this.#endStalled(), this.limitMs / 4)
    try {
      return await this.#pool.run({ ...task, progress }, { signal: watched.controller.signal })
    } catch (error) {
      if (watched.controller.signal.aborted) throw new EvaluationKilled('time')
      if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') throw new EvaluationKilled('memory')
      throw error
    } finally {
      this.#watched.delete(watched)
      if (this.#watched.size === 0) {
        clearInterval(this.#watch)
        this.#watch = undefined
      }
    }
  }

  /**
   * A task that waits for a thread has not begun, and one that is done only waits for its answer to arrive: neither is stuck. Nor is one
   * that gets no processor because the machine is busy with other things.
   */
  #endStalled(): void {
    const now = performance.now()
    const cpu = cpuMs()
    for (const watched of this.#watched) {
      const count = Atomics.load(watched.progress, 0)
      const isRunning = count > 0 && Atomics.load(watched.progress, 1) === 0
      if (!isRunning || count !== watched.seen) {
        watched.seen = count
        watched.since = now
        watched.sinceCpu = cpu
      } else if (now - watched.since >= this.limitMs && cpu - watched.sinceCpu >= this.limitMs / 2) watched.controller.abort()
    }
  }

  #digestOf(program: Program): string {
    let digest = this.#digests.get(program)
    if (!digest) this.#digests.set(program, (digest = createHash('sha1').update(JSON.stringify(program)).digest('base64')))
    return digest
  }
}

/** What all threads of the process have computed. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/** Threads run built JavaScript, also where this file is run from its source. */
function builtWorker(): string {
  const beside = new URL('./worker.js', import.meta.url)
  return fileURLToPath(existsSync(beside) ? beside : new URL('../../dist/engine/pool/worker.js', import.meta.url))
}
