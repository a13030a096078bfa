import { compileExpression, parseJson } from '../../engine/index.ts'
import { readInput } from './input.ts'
import { type ExitCode, type Terminal, exitCodes, writeJson, writeLine } from '../terminal/terminal.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { renderExpressionError } from '../terminal/render-expression.ts'

export interface EvalOptions {
  readonly input?: string
  readonly json?: boolean
}

/** Evaluates one expression and prints its value. */
export async function evalCommand(expression: string, { input, json = false }: EvalOptions, terminal: Terminal): Promise<ExitCode> {
  const parsed = input === undefined ? { value: undefined } : parseJson(await readInput(input, terminal))
  if ('reason' in parsed) throw new UsageError(`the input is not JSON: ${parsed.reason}`, 'Give a JSON file, or - for standard input.')
  try {
    const value = compileExpression(expression).evaluate(parsed.value)
    if (value === undefined && !json) writeLine(terminal.messages, 'undefined: the expression gives nothing')
    else writeJson(terminal, value ?? null)
    return exitCodes.ok
  } catch (error) {
    renderExpressionError(terminal, expression, error, json)
    return exitCodes.findings
  }
}
