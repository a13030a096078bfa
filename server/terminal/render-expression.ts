import { portableValue, type Problem, ProblemError } from '../../engine/index.ts'
import { renderProblems } from './render-problem.ts'
import { type Terminal, writeJson, writeLine } from './terminal.ts'

interface ExpressionFailure {
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly position?: number
  readonly token?: string
  readonly value?: unknown
}

/** Prints what is wrong with an expression that stands by itself: the expression, and a caret under the place. */
export function renderExpressionError(terminal: Terminal, expression: string, error: unknown, json: boolean): void {
  if (error instanceof ProblemError) {
    if (json) writeJson(terminal, { problems: error.problems })
    else renderProblems(terminal, error.problems)
    return
  }
  if (!isFailure(error)) throw error
  const { code, message, hint = '', position, token } = error
  const offset = position === undefined ? undefined : Math.max(0, position - (token?.length ?? 0))
  const problem: Problem = {
    code,
    severity: 'error',
    message,
    cause: '',
    hint,
    at: offset === undefined ? {} : { expression: placeOf(expression, offset) },
    parameters: { ...(token !== undefined && { token }), ...('value' in error && { value: portableValue(error.value) }) },
  }
  if (json) return writeJson(terminal, { problems: [problem] })
  writeLine(terminal.messages, `error ${code} ${message}`)
  if (offset !== undefined) writeLine(terminal.messages, excerpt(expression, offset))
  if (hint) writeLine(terminal.messages, `  → ${hint}`)
}

function isFailure(error: unknown): error is ExpressionFailure {
  return typeof error === 'object' && error !== null && typeof (error as { code?: unknown }).code === 'string' && 'message' in error
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

function excerpt(text: string, offset: number): string {
  const { line, column } = placeOf(text, offset)
  return `  ${text.split('\n')[line - 1] ?? ''}\n  ${' '.repeat(column - 1)}^`
}
