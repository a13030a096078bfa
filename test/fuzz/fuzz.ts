import { parseExpression } from '../../engine/expression/index.ts'
import { Coverage } from './coverage.ts'
import { type Json, mutated, randomRecord } from './data.ts'
import { explain } from './explain.ts'
import { randomExpression } from './expressions.ts'
import { attempt, compiled, held, oracle, type Outcome, parseForOracle } from './oracle.ts'
import { Random } from './random.ts'
import { isSame } from './same.ts'
import { type Failure, shrink } from './shrink.ts'
import { unsoundness } from './soundness.ts'

export interface FuzzReport {
  evaluations: number
  /** Evaluations that gave a value, and not nothing or an error. */
  defined: number
  errors: number
  /** Deliberate differences that were met, by name. */
  explained: Record<string, number>
  found: Finding[]
  coverage: [part: string, count: number][]
}

export interface Finding extends Failure {
  seed: number
  theirs?: Outcome
  ours?: Outcome
  /** What the analysis or the trace said wrongly. */
  unsound?: string
}

export interface FuzzOptions {
  /** Evaluations. */
  count: number
  seed: number
  /** The first expression; those before it have been looked at. */
  from?: number
  /** Findings after which it stops. */
  stopAfter?: number
  /** One of so many expressions is also traced and analysed. */
  traceEvery?: number
  /** Told before each expression, and before each side of an evaluation: whoever watches knows what does not come to an end. */
  onStart?: (number: number, side: 'ours' | 'theirs') => void
  onProgress?: (report: FuzzReport) => void
  onFinding?: (finding: Finding) => void
}

const inputsEach = 5

/** Compares the compiler with JSONata on random expressions and records until so many evaluations were made. */
export function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  return held(() => run(options))
}

export function emptyReport(): FuzzReport {
  return { evaluations: 0, defined: 0, errors: 0, explained: {}, found: [], coverage: [] }
}

/** The expression of a number, and the inputs that it is evaluated on. */
export function exampleOf(seed: number, number: number): { seed: number; text: string; inputs: Json[] } {
  const ownSeed = (seed + number * 7919) >>> 0
  const random = new Random(ownSeed)
  const record = randomRecord(random)
  let text = randomExpression(random, record)
  // Most expressions should come to something; what fails, or gives nothing, is kept now and then.
  for (let tries = 0; tries < 4 && !givesValue(text, record) && random.chance(0.6); tries++) text = randomExpression(random, record)
  // The same once more: an evaluation must leave nothing behind.
  return { seed: ownSeed, text, inputs: [record, record, ...Array.from({ length: inputsEach - 2 }, () => mutated(random, record))] }
}

function givesValue(text: string, record: Json): boolean {
  const evaluate = attempt(() => compiled(text))
  return 'value' in evaluate && evaluate.value(record).value !== undefined
}

async function run(options: FuzzOptions): Promise<FuzzReport> {
  const { count, from = 0, stopAfter = 10, traceEvery = 4, onStart = () => {}, onProgress, onFinding } = options
  const coverage = new Coverage()
  const report = emptyReport()
  for (let number = from; report.evaluations < count && report.found.length < stopAfter; number++) {
    const { seed, text, inputs } = exampleOf(options.seed, number)
    const isTraced = number % traceEvery === 0
    const finding = await compare({ text, inputs, report, isTraced, onSide: (side) => onStart(number, side) })
    if (finding) {
      const found = { seed, ...(await smallest(finding, (side) => onStart(number, side))) }
      report.found.push(found)
      onFinding?.(found)
    }
    const { ast } = parseExpression(text)
    if (ast) coverage.add(ast, inputs.length)
    if (number % 100 === 99) onProgress?.({ ...report, coverage: coverage.all() })
  }
  return { ...report, coverage: coverage.all() }
}

type Found = Omit<Finding, 'seed'>

interface Comparison {
  text: string
  inputs: readonly Json[]
  report: FuzzReport
  isTraced: boolean
  onSide?: (side: 'ours' | 'theirs') => void
}

async function compare({ text, inputs, report, isTraced, onSide = () => {} }: Comparison): Promise<Found | undefined> {
  onSide('theirs')
  const parsed = attempt(() => parseForOracle(text))
  onSide('ours')
  const evaluate = attempt(() => compiled(text))
  if ('failed' in parsed || 'failed' in evaluate) {
    const [theirs, ours] = ['failed' in parsed ? parsed.failed : {}, 'failed' in evaluate ? evaluate.failed : {}]
    report.evaluations += inputs.length
    report.errors += inputs.length
    if (theirs.crash !== undefined && ours.error) return undefined
    return isSame(theirs, ours) ? undefined : { text, input: null, theirs, ours }
  }
  const tree = parseExpression(text).ast!
  for (const input of inputs) {
    const before = JSON.stringify(input)
    onSide('ours')
    const ours = evaluate.value(input)
    if (JSON.stringify(input) !== before) return { text, input: JSON.parse(before) as Json, unsound: 'the input was changed' }
    onSide('theirs')
    const theirs = await oracle(parsed.value, input)
    report.evaluations++
    if (ours.value !== undefined) report.defined++
    if (ours.error) report.errors++
    if (!isSame(theirs, ours)) {
      const known = await explain({ tree, input, theirs, ours })
      if (known === undefined) return { text, input, theirs, ours }
      report.explained[known] = (report.explained[known] ?? 0) + 1
    }
    onSide('ours')
    const unsound = isTraced ? unsoundness(tree, input, ours) : undefined
    if (unsound) return { text, input, unsound }
  }
  return undefined
}

async function smallest(finding: Found, onSide: Comparison['onSide']): Promise<Found> {
  let last = finding
  const kind = signature(finding)
  await shrink(finding, async ({ text, input }) => {
    const found = await compare({ text, inputs: [input], report: emptyReport(), isTraced: finding.unsound !== undefined, onSide })
    if (!found || signature(found) !== kind) return false
    last = found
    return true
  })
  return last
}

/** A smaller failure must still be the same failure. */
function signature({ theirs, ours, unsound }: Found): string {
  if (unsound) return unsound.slice(0, 12)
  const of = (outcome: Outcome | undefined) =>
    outcome?.crash !== undefined ? 'crash' : outcome?.error ? String(outcome.error.code) : 'value'
  return `${of(theirs)} ${of(ours)}`
}
