import { isBlank, withoutBlanks } from './blank.ts'
import { ExpressionError, raise } from './error.ts'
import { meter } from './meter.ts'
import type { ResultSize } from './result.ts'
import type { TemplateOptions } from '../template.ts'

/** What generated code notes while it makes one result. */
export interface Notes {
  failures: Note[]
  warnings: Note[]
  /** Where what may be noticed next belongs. */
  site: number
  indexes: number[]
  position: number | undefined
  size: ResultSize
  /** The time is up. */
  isOver: boolean
}

export interface Note {
  site: number
  indexes: number[]
  error: unknown
}

/** What an error and its place cost, in steps. */
const failureSteps = 50

export function noteFailure(notes: Notes, site: number, indexes: number[], error: unknown): void {
  meter.depth = 0
  meter.left -= failureSteps
  notes.failures.push({ site, indexes, error })
}

/** The required value of a leaf; blank text is none. */
export function required(value: unknown): unknown {
  return value === undefined || isBlank(value) ? raise('expression.required-missing') : value
}

export function isBlankAbsent({ blank }: TemplateOptions): boolean {
  return blank === 'absent'
}

export function cleaner(options: TemplateOptions): (value: unknown) => unknown {
  return isBlankAbsent(options) ? withoutBlanks : (value) => value
}

const cleanConstants = new WeakMap<object, WeakMap<object, unknown>>()

/** A constant as the code sees it: always the same object, by which a trace knows it. */
export function cleanConstant(options: TemplateOptions, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return cleaner(options)(value)
  let known = cleanConstants.get(options)
  if (!known) cleanConstants.set(options, (known = new WeakMap()))
  if (!known.has(value)) known.set(value, cleaner(options)(value))
  return known.get(value)
}

export function hasFields(object: object): boolean {
  for (const _ in object) return true
  return false
}

/** JavaScript's own limits: the stack, the longest text, the longest list. */
export function limitError({ message }: RangeError): ExpressionError {
  const { depth, text, sequence } = meter.limits
  if (message.includes('string length'))
    return new ExpressionError('expression.text-too-long', { value: 2 ** 29, limit: text }, undefined, '&')
  if (message.includes('array length')) return new ExpressionError('D2015', { value: sequence })
  return new ExpressionError('D1011', { value: depth })
}

/** How an error is told: those of JavaScript are turned into JSONata's. */
export function asExpressionError(error: unknown): ExpressionError {
  if (error instanceof ExpressionError) return error
  if (error instanceof RangeError) return limitError(error)
  return new ExpressionError('expression.unreadable', { reason: error instanceof Error ? error.message : String(error) })
}

export function placeOfWarnings(notes: Notes, site: number, indexes: number[], position: number | undefined): void {
  notes.site = site
  notes.indexes = indexes
  notes.position = position
}
