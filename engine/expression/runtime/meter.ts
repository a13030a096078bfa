import type { Limits } from '../limits.ts'
import { raise } from './error.ts'

/**
 * What the evaluation under way has used. There is one, because evaluation is synchronous: whoever starts one inside another
 * (a function of the caller's that evaluates) puts the outer one back when it ends.
 */
interface Meter {
  /** Steps until the clock is looked at again. Generated code counts it down. */
  left: number
  /** Calls of functions inside each other. */
  depth: number
  limits: Limits
  /** Steps accounted for, but for the part of the slice that `left` still counts. */
  spent: number
  startedAt: number
}

const unlimited: Limits = {
  timeout: Infinity,
  depth: Infinity,
  sequence: Infinity,
  text: Infinity,
  steps: Infinity,
  result: Infinity,
  picture: Infinity,
}

export const meter: Meter = { left: 0, depth: 0, limits: unlimited, spent: 0, startedAt: 0 }

/** Steps between two looks at the clock: well under a millisecond. */
const slice = 20_000

/** Starts an evaluation; whoever starts it puts back what was there. */
export function startMeter(limits: Limits): void {
  meter.left = slice
  meter.depth = 0
  meter.limits = limits
  meter.spent = 0
  meter.startedAt = -1
}

/** Accounts for work before it is done. */
export function charge(steps: number): void {
  if ((meter.left -= steps) < 0) spend()
}

/** The slice is used up: looks at the clock and at what was used in all. */
export function spend(): void {
  const { limits } = meter
  meter.spent += slice - meter.left
  if (meter.spent > limits.steps) raise('expression.too-much-work', { value: limits.steps })
  const now = performance.now()
  if (meter.startedAt < 0) meter.startedAt = now
  else if (now - meter.startedAt > limits.timeout) raise('D1012', { value: limits.timeout })
  meter.left = slice
}

/** Asks for a list before it is made. */
export function chargeItems(count: number): void {
  checkItems(count)
  charge(count)
}

/** The same where the work for the items is accounted for elsewhere. */
export function checkItems(count: number): void {
  if (count > meter.limits.sequence) raise('D2015', { value: meter.limits.sequence })
}

/** Asks for a text before it is made. */
export function chargeText(length: number, token: string): void {
  if (length > meter.limits.text) raise('expression.text-too-long', { value: length, limit: meter.limits.text }, undefined, token)
  charge(length >>> 6)
}

/** A picture is read in one go, however long it is. */
export function checkPicture({ length }: string): void {
  const { picture: limit } = meter.limits
  if (length > limit) raise('expression.text-too-long', { value: length, limit })
}
