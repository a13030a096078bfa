/**
 * How much one evaluation may do. `Infinity` is no limit.
 *
 * A *step* is one item of a loop, one call of a function, or a piece of text of 64 characters that is made or searched.
 */
export interface Limits {
  /** Milliseconds. */
  timeout: number
  /** Calls of functions inside each other. */
  depth: number
  /** Items of a list. */
  sequence: number
  /** Characters of a text that is made. */
  text: number
  steps: number
  /** Bytes of the result as JSON. */
  result: number
  /** Characters of a picture of a date or a number. */
  picture: number
}

export type Profile = 'library' | 'document'

/**
 * `document` is RELIABILITY.md section 5. `library` is what JSONata itself allows, with a ceiling where its own evaluator aborts the
 * process: a text longer than V8 can hold, a recursion deeper than the stack.
 */
export const limitsOf: Record<Profile, Limits> = {
  library: { timeout: 10_000, depth: Infinity, sequence: Infinity, text: 2 ** 28, steps: Infinity, result: Infinity, picture: Infinity },
  document: { timeout: 250, depth: 500, sequence: 100_000, text: 1_000_000, steps: 20_000_000, result: 1_000_000, picture: 1_000 },
}
