import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { loadWorkspace } from '../../server/workspace/workspace.ts'
import { brokenDocuments } from './broken-documents.ts'
import { mutantsOf } from './mutants.ts'
import { type Tried, report } from './report.ts'
import { tryInSandbox } from './sandbox.ts'
import type { Notice } from './trial.ts'

/** `npm run mutate -- [TEXT] [--list] [--cases-only]`: breaks every mapping and flow that ships, one place at a time, and tells what nobody notices. */
export async function main(args: string[]): Promise<number> {
  const flag = { type: 'boolean', default: false } as const
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { list: flag, 'cases-only': flag } })
  const only = positionals[0] ?? ''
  const mutants = brokenDocuments(loadWorkspace()).flatMap((document) => mutantsOf(document).map((mutant) => ({ mutant, document })))
  const chosen = mutants.flatMap(({ mutant }, index) => (mutant.id.includes(only) ? [index] : []))
  const notices = await tryInWorkers(chosen)
  const equivalent = equivalents()
  const left = chosen
    .filter((index) => !notices.get(index) && !Object.hasOwn(equivalent, mutants[index]!.mutant.id))
    .map((index) => mutants[index]!.mutant)
  const inSandbox = left.length > 0 && !values['cases-only'] ? await tryInSandbox(left) : new Map<string, Notice>()
  const tried = chosen.map((index): Tried => {
    const { mutant, document } = mutants[index]!
    return { mutant, file: document.file, notice: notices.get(index) ?? inSandbox.get(mutant.id) }
  })
  return report(tried, { equivalent, isWhole: only === '', list: values.list })
}

function equivalents(): Record<string, string> {
  return JSON.parse(readFileSync(new URL('equivalent.json', import.meta.url), 'utf8')) as Record<string, string>
}

/** One worker a core; each takes the next mutant as soon as it is done with one. */
async function tryInWorkers(indexes: readonly number[]): Promise<Map<number, Notice | undefined>> {
  const notices = new Map<number, Notice | undefined>()
  const pending = [...indexes].toReversed()
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL('run.mjs', import.meta.url))
      worker.on('error', reject)
      worker.on('message', (done: 'ready' | { index: number; notice: Notice | undefined }) => {
        if (done !== 'ready') notices.set(done.index, done.notice)
        progress(notices.size, indexes.length)
        const next = pending.pop()
        if (next !== undefined) return worker.postMessage(next)
        void worker.terminate()
        resolve()
      })
    })
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), indexes.length) }, work))
  return notices
}

function progress(done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${all} mutants tried on cases and checks `)
  else if (done % 100 === 0 && done > 0) process.stderr.write(`${done} of ${all} mutants tried on cases and checks\n`)
}
