import { parseExpression } from '../../engine/expression/index.ts'
import { Coverage } from './coverage.ts'
import { type Json, mutated, randomRecord } from './data.ts'
import { differences } from './differences.ts'
import { randomExpression } from './expressions.ts'
import { compiled, held, oracle, type Outcome, parseForOracle } from './oracle.ts'
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
  count: number
  seed: number
  /** Findings after which it stops. */
  stopAfter?: number
  /** One of so many expressions is also traced and analysed. */
  traceEvery?: number
  onProgress?: (report: FuzzReport) => void
  onFinding?: (finding: Finding) => void
}

const inputsEach = 5

/** Compares the compiler with JSONata on random expressions and records until so many evaluations were made. */
export function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  return held(() => run(options))
}

async function run({ count, seed, stopAfter = 10, traceEvery = 4, onProgress, onFinding }: FuzzOptions): Promise<FuzzReport> {
  const coverage = new Coverage()
  const report: FuzzReport = { evaluations: 0, defined: 0, errors: 0, explained: {}, found: [], coverage: [] }
  for (let number = 0; report.evaluations < count && report.found.length < stopAfter; number++) {
    const ownSeed = (seed + number * 7919) >>> 0
    const random = new Random(ownSeed)
    const record = randomRecord(random)
    const text = randomExpression(random, record)
    const inputs = [record, record, ...Array.from({ length: inputsEach - 2 }, () => mutated(random, record))]
    const finding = await compare(text, inputs, report, number % traceEvery === 0)
    if (finding) {
      const found = { seed: ownSeed, ...(await smallest(finding)) }
      report.found.push(found)
      onFinding?.(found)
    }
    const { ast } = parseExpression(text)
    if (ast) coverage.add(ast, inputs.length)
    if (number % 500 === 499) onProgress?.({ ...report, coverage: coverage.all() })
  }
  return { ...report, coverage: coverage.all() }
}

type Found = Omit<Finding, 'seed'>

async function compare(text: string, inputs: readonly Json[], report: FuzzReport, isTraced: boolean): Promise<Found | undefined> {
  const parsed = attempt(() => parseForOracle(text))
  const evaluate = attempt(() => compiled(text))
  if ('error' in parsed || 'error' in evaluate) {
    const [theirs, ours] = ['error' in parsed ? parsed.error : {}, 'error' in evaluate ? evaluate.error : {}]
    report.evaluations += inputs.length
    if (theirs.crash !== undefined && ours.error) return undefined
    return theirs.error && ours.error && theirs.error.code === ours.error.code ? undefined : { text, input: null, theirs, ours }
  }
  for (const input of inputs) {
    const before = JSON.stringify(input)
    const ours = evaluate.value(input)
    if (JSON.stringify(input) !== before) return { text, input: JSON.parse(before) as Json, unsound: 'the input was changed' }
    const theirs = await oracle(parsed.value, input)
    report.evaluations++
    if (ours.value !== undefined) report.defined++
    if (ours.error) report.errors++
    if (!isSame(theirs, ours)) {
      const known = differences.find((each) => each.explains(text, theirs, ours))
      if (!known) return { text, input, theirs, ours }
      report.explained[known.name] = (report.explained[known.name] ?? 0) + 1
    }
    const unsound = isTraced ? unsoundness(text, input, ours) : undefined
    if (unsound) return { text, input, unsound }
  }
  return undefined
}

async function smallest(finding: Found): Promise<Found> {
  let last = finding
  const kind = signature(finding)
  await shrink(finding, async ({ text, input }) => {
    const report: FuzzReport = { evaluations: 0, defined: 0, errors: 0, explained: {}, found: [], coverage: [] }
    const found = await compare(text, [input], report, finding.unsound !== undefined)
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

function attempt<Result>(work: () => Result): { value: Result } | { error: Outcome } {
  try {
    return { value: work() }
  } catch (error) {
    const { code, position, token, value, index, message } = error as Record<string, unknown>
    return { error: typeof code === 'string' ? { error: { code, position, token, value, index } } : { crash: String(message) } }
  }
}
