import { expressionProblem, type expressionProblems } from '../problems.ts'
import { shownValue } from '../../shown-value.ts'

export type ErrorCode = keyof typeof expressionProblems

/** What an error is about, by code; the names are JSONata's. */
export interface ErrorDetails {
  value?: unknown
  value2?: unknown
  exp?: number
  /** Which argument, from 1. */
  index?: number
  /** What the items of an argument must be. */
  type?: string
  functionName?: string
  table?: string
  /** Of `$error` and `$assert`, which bring their own. */
  text?: string
  /** Inside `$eval`. */
  error?: unknown
  limit?: number
  reason?: string
}

/** An evaluation that went wrong. `code`, `position`, `token` and `value` are JSONata's. */
export class ExpressionError extends Error {
  readonly code: ErrorCode
  /** Offset in the expression: the end of the token that failed. */
  declare position?: number
  /** The operator or function that failed. */
  declare token?: string
  declare value?: unknown

  constructor(code: ErrorCode, details: ErrorDetails = {}, position?: number, token?: string) {
    super()
    this.code = code
    const { text, ...fields } = details
    Object.assign(this, fields)
    if (position !== undefined) this.position = position
    if (token !== undefined) this.token = token
    if (text !== undefined) Object.defineProperty(this, 'message', { value: text, enumerable: false, configurable: true, writable: true })
  }

  override get name(): string {
    return 'ExpressionError'
  }

  /** Made when it is read: the place where it is thrown does not know the token yet. */
  override get message(): string {
    return this.problem().message
  }

  get hint(): string {
    return this.problem().hint
  }

  private problem() {
    const { code, ...parameters } = this
    const value = 'functionName' in this ? shownValue(this.value, 1_000) : shown(this.value)
    return expressionProblem(code, {}, { ...parameters, value, value2: shown((parameters as ErrorDetails).value2) } as never)
  }
}

/** A function has no text of its own, and numbers that JSON does not know are still to be seen. */
function shown(value: unknown): unknown {
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (value === undefined) return 'nothing'
  return value
}

export function raise(code: ErrorCode, details?: ErrorDetails, position?: number, token?: string): never {
  throw new ExpressionError(code, details, position, token)
}

/** An error of code that is being written: what is nested deeper than the stack is told as such. */
export function asWritingError(error: unknown): ExpressionError {
  if (error instanceof ExpressionError) return error
  if (error instanceof RangeError) return new ExpressionError('expression.too-deep')
  throw error
}

/** Moves an error to another place. */
export function at(error: unknown, position: number | undefined, token: string | undefined): unknown {
  return typeof error === 'object' && error !== null ? Object.assign(error, { position, token }) : error
}

const limitCodes = new Set<unknown>(['D1011', 'D1012', 'D2014', 'D2015', 'expression.too-much-work', 'expression.text-too-long'])

/** No time is left, for nothing that would come after it. */
export function isOver(error: unknown): boolean {
  return error instanceof ExpressionError && (error.code === 'D1012' || error.code === 'expression.too-much-work')
}

/** An error that waits for the steps before its own. */
export interface Failure {
  step: number
  error: unknown
}

export function failureOf(step: number, error: unknown): Failure {
  if (isLimit(error)) throw error
  return { step, error }
}

/** The evaluation has used up what it may use: nothing in it may go on as if that were an ordinary error. */
export function isLimit(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof ExpressionError && limitCodes.has(error.code))
}
