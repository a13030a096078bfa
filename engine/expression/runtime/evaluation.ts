import type { TableValues } from '../template.ts'
import type { Limits } from '../limits.ts'
import { withoutMarks } from './list.ts'
import { meter, startMeter } from './meter.ts'

/** What an evaluation is given from outside, beside its input. */
export interface Evaluation {
  clock: () => number
  random: () => number
  /** What `$table` looks into. */
  tables?: Readonly<Record<string, TableValues>>
  /** Takes what is noticed without failing. */
  warn?: (warning: unknown) => void
  /** The moment of the evaluation, once somebody asked for it. */
  instant: number | undefined
}

export const evaluation: Evaluation = { clock: Date.now, random: Math.random, instant: undefined, tables: undefined, warn: undefined }

/** Milliseconds since 1970: the same for the whole evaluation. */
export function instant(): number {
  return (evaluation.instant ??= evaluation.clock())
}

/** Evaluates within limits. One inside another (by a function of the caller's) leaves the outer one as it was. */
export function evaluateWithin<Result>(limits: Limits, given: Partial<Evaluation>, evaluate: () => Result): Result {
  const restoreMarks = withoutMarks()
  const { left, depth, limits: outerLimits, spent, startedAt } = meter
  const { clock, random, instant, tables, warn } = evaluation
  startMeter(limits)
  evaluation.clock = given.clock ?? Date.now
  evaluation.random = given.random ?? Math.random
  evaluation.instant = undefined
  evaluation.tables = given.tables
  evaluation.warn = given.warn
  try {
    return evaluate()
  } finally {
    restoreMarks()
    meter.left = left
    meter.depth = depth
    meter.limits = outerLimits
    meter.spent = spent
    meter.startedAt = startedAt
    evaluation.clock = clock
    evaluation.random = random
    evaluation.instant = instant
    evaluation.tables = tables
    evaluation.warn = warn
  }
}

/** Notes something that does not stop the evaluation. */
export function warn(warning: unknown): undefined {
  evaluation.warn?.(warning)
  return undefined
}
