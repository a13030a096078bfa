import jsonata from 'jsonata'
import { builtIns, compileExpression } from '../../engine/expression/index.ts'
import type { Json } from './data.ts'
import type { Jsonata } from './mended.ts'

/** What an evaluation came to: a value, or an error with what both sides say about it. */
export interface Outcome {
  value?: unknown
  error?: { code: unknown; position: unknown; token: unknown; value: unknown; index: unknown }
  /** An error of JavaScript's own. */
  crash?: string
  /** The input is another one than before. */
  changedInput?: true
}

/** JSONata's own time limit, which it looks at between two steps. What never comes to a next step is ended from outside (`main.ts`). */
const patienceMs = 2000

/** One moment and one throw of the dice, so that both sides get the same. */
export const instant = Date.UTC(2024, 1, 29, 12, 34, 56, 789)
export const dice = () => 0.37

/**
 * The built-in functions of JSONata's, which are shared by all its expressions and remember where they were last called from: the next
 * error would be told with the place of another expression.
 */
const shared = new WeakMap<Jsonata, { token?: unknown; position?: unknown }[]>()

async function forgetPlaces(parse: Jsonata): Promise<void> {
  let functions = shared.get(parse)
  if (!functions) {
    shared.set(parse, (functions = []))
    for (const name of [...builtIns.keys(), 'eval']) {
      const value: unknown = await parse(`$${name}`).evaluate(undefined)
      if (typeof value === 'object' && value !== null) functions.push(value)
    }
  }
  for (const each of functions) {
    delete each.token
    delete each.position
  }
}

/** JSONata's own evaluation. It may change its input, so it gets a copy. */
export async function oracle(parsed: ParsedForOracle, input: Json | undefined, parse: Jsonata = jsonata): Promise<Outcome> {
  await forgetPlaces(parse)
  const copy = structuredClone(input)
  const outcome = await parsed.evaluate(copy).then((value): Outcome => ({ value }), outcomeOf)
  return JSON.stringify(copy) === JSON.stringify(input) ? outcome : { ...outcome, changedInput: true }
}

interface ParsedForOracle {
  evaluate(input: unknown): Promise<unknown>
}

export function parseForOracle(text: string, parse: Jsonata = jsonata): ParsedForOracle {
  return parse(text, { timeout: patienceMs } as never)
}

export function compiled(text: string): (input: Json | undefined) => Outcome {
  const { evaluate } = compileExpression(text, { clock: () => instant, random: dice })
  return (input) => {
    try {
      return { value: evaluate(input) }
    } catch (error) {
      return outcomeOf(error)
    }
  }
}

/** What work gives, or how it fails. */
export function attempt<Result>(work: () => Result): { value: Result } | { failed: Outcome } {
  try {
    return { value: work() }
  } catch (error) {
    return { failed: outcomeOf(error) }
  }
}

function outcomeOf(error: unknown): Outcome {
  const { code, position, token, value, index } = error as Record<string, unknown>
  if (typeof code !== 'string') return { crash: String((error as Error).message) }
  return { error: { code, position, token, value, index } }
}

/** Runs `work` with JSONata's clock and dice held still. */
export async function held<Result>(work: () => Promise<Result>): Promise<Result> {
  const [RealDate, realRandom] = [globalThis.Date, Math.random]
  class HeldDate extends RealDate {
    constructor(...given: [] | [number | string]) {
      super(...((given.length === 0 ? [instant] : given) as [number]))
    }

    /** JSONata measures its time limit by it. */
    static override now(): number {
      return RealDate.now()
    }
  }
  globalThis.Date = HeldDate as unknown as DateConstructor
  Math.random = dice
  try {
    return await work()
  } finally {
    globalThis.Date = RealDate
    Math.random = realRandom
  }
}
