import { expect } from 'vitest'
import type { Problem } from '../../../engine/problem.ts'
import { order, problemsOf } from './shop.ts'

/** A problem as one line reads it: where in the document, where in the expression, and what. */
export function brief({ code, at: { line, column, expression } }: Problem): string {
  return `${line}:${column}${expression ? ` (${expression.line}:${expression.column})` : ''} ${code}`
}

export function told(text: string): string[] {
  return problemsOf(text).map(brief)
}

/** The one problem of the order with a line added, with all that it says. */
export function problemOf(line: string, rest = ''): Problem {
  const problems = problemsOf(`${order}  ${line}\n${rest}`)
  expect(problems.map(brief)).toHaveLength(1)
  return problems[0]!
}
