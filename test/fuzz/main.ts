import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { differences } from './differences.ts'
import { emptyReport, exampleOf, type FuzzReport } from './fuzz.ts'
import type { Message, Work } from './work.ts'

/** How long one evaluation may be without a sign. */
const patienceMs = 20_000

interface Run {
  report: FuzzReport
  /** Expressions on which JSONata had to be ended, and on which we had. */
  endless: { theirs: string[]; ours: string[] }
}

/** `npm run fuzz -- --count 1000000 --seed 1` */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      stop: { type: 'string', default: '10' },
    },
  })
  const [count, seed, stopAfter] = [Number(values.count), Number(values.seed), Number(values.stop)]
  const run: Run = { report: emptyReport(), endless: { theirs: [], ours: [] } }
  for (let from: number | undefined = 0; from !== undefined;) {
    const { evaluations, found } = run.report
    from = await runFrom(from, { count: count - evaluations, seed, stopAfter: stopAfter - found.length }, run, count)
  }
  printReport(run)
  return run.report.found.length + run.endless.ours.length === 0 ? 0 : 1
}

/**
 * Fuzzes in a thread until it is done, or until it gives no sign any more and has to be ended.
 * @returns the expression to go on with in the second case
 */
async function runFrom(from: number, work: Omit<Work, 'from' | 'pulse'>, run: Run, count: number): Promise<number | undefined> {
  const pulse = new Int32Array(new SharedArrayBuffer(12))
  pulse[1] = from
  const before = run.report
  const workerData: Work = { ...work, from, pulse }
  const worker = new Worker(new URL('run.mjs', import.meta.url), { workerData, resourceLimits: { maxOldGenerationSizeMb: 1000 } })
  return new Promise((resolve) => {
    let seen = 0
    const watch = setInterval(() => {
      // It has not begun yet while the thread still starts.
      if (pulse[0] !== 0 && pulse[0] === seen) end()
      seen = pulse[0]!
    }, patienceMs)
    const end = () => {
      clearInterval(watch)
      const [, number = from, isTheirs] = pulse
      run.endless[isTheirs ? 'theirs' : 'ours'].push(exampleOf(work.seed, number).text)
      void worker.terminate().then(() => resolve(number + 1))
    }
    worker.on('message', (message: Message) => {
      if (message.kind === 'finding') return writeLine(message.line)
      run.report = sum(before, message.report)
      process.stderr.write(`\r${run.report.evaluations} of ${count} `)
      if (message.kind === 'progress') return
      clearInterval(watch)
      process.stderr.write('\r')
      resolve(undefined)
    })
    // Out of memory: that too is not coming to an end.
    worker.on('error', end)
  })
}

function sum(left: FuzzReport, right: FuzzReport): FuzzReport {
  const explained = { ...left.explained }
  for (const [name, times] of Object.entries(right.explained)) explained[name] = (explained[name] ?? 0) + times
  const known = new Map(left.coverage)
  return {
    evaluations: left.evaluations + right.evaluations,
    defined: left.defined + right.defined,
    errors: left.errors + right.errors,
    explained,
    found: [...left.found, ...right.found],
    coverage: right.coverage.map(([part, times]) => [part, times + (known.get(part) ?? 0)]),
  }
}

function printReport({ report, endless }: Run): void {
  const { evaluations, defined, errors, explained, found, coverage } = report
  const share = (part: number) => `${part} (${((100 * part) / evaluations).toFixed(1)} %)`
  writeLine(`${evaluations} evaluations: ${share(defined)} with a value, ${share(errors)} with an error`)
  writeLine(`\nevaluations of expressions with each part:`)
  for (const [part, times] of coverage) writeLine(`  ${part.padEnd(24)} ${times}`)
  const [rarest, least] = coverage.reduce((one, other) => (other[1] < one[1] ? other : one), ['', Infinity])
  writeLine(`  the rarest: ${rarest}, ${least}`)
  writeLine('\ndeliberate differences:')
  for (const { name, why } of differences) writeLine(`  ${name}: ${explained[name] ?? 0}. ${why}`)
  writeLine(`\nJSONata had to be ended ${endless.theirs.length} times`)
  for (const text of endless.theirs) writeLine(`  ${text}`)
  writeLine(`we had to be ended ${endless.ours.length} times`)
  for (const text of endless.ours) writeLine(`  ${text}`)
  writeLine(`differences outside that list: ${found.length}`)
}

function writeLine(line: string): void {
  process.stdout.write(`${line}\n`)
}
