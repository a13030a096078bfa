import { parentPort } from 'node:worker_threads'
import { fuzz, type FuzzReport } from './fuzz.ts'
import { isFunction } from './same.ts'

/** What the thread that fuzzes is given. */
export interface Work {
  count: number
  seed: number
  from: number
  stopAfter: number
  /** How many things were begun, the number of the expression, and 1 where JSONata is at work on it. */
  pulse: Int32Array
}

export type Message = { kind: 'progress' | 'end'; report: FuzzReport } | { kind: 'finding'; line: string }

/** Fuzzes in a thread of its own, so that what never comes to an end can be ended. */
export async function work({ pulse, ...options }: Work): Promise<void> {
  const post = (message: Message) => parentPort!.postMessage(message)
  const report = await fuzz({
    ...options,
    onStart: (number, side) => {
      pulse[0]!++
      pulse[1] = number
      pulse[2] = side === 'theirs' ? 1 : 0
    },
    onProgress: (report) => post({ kind: 'progress', report: plain(report) }),
    onFinding: (finding) => post({ kind: 'finding', line: JSON.stringify(finding, shown) }),
  })
  post({ kind: 'end', report: plain(report) })
}

/** Functions cannot be sent. */
function plain(report: FuzzReport): FuzzReport {
  return JSON.parse(JSON.stringify(report, shown)) as FuzzReport
}

function shown(_key: string, value: unknown): unknown {
  return isFunction(value) ? '<function>' : value
}
