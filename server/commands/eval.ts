import { compileExpression, parseJson } from '../../engine/index.ts'
import { readInput } from './input.ts'
import { type ExitCode, type Terminal, exitCodes, writeJson, writeLine } from '../terminal/terminal.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { renderExpressionError } from '../terminal/render-expression.ts'

export interface EvalOptions {
  readonly input?: string
  readonly json?: boolean
}

/** Bytes of a value that is printed: one that holds another many times could be without end. */
const result = 64_000_000

/** Evaluates one expression and prints its value. */
export async function evalCommand(expression: string, { input, json = false }: EvalOptions, terminal: Terminal): Promise<ExitCode> {
  const parsed = input === undefined ? { value: undefined } : parseJson(await readInput(input, terminal))
  if ('reason' in parsed) throw new UsageError(`the input is not JSON: ${parsed.reason}`, 'Give a JSON file, or - for standard input.')
  try {
    const value = compileExpression(expression, { limits: { result } }).evaluate(parsed.value)
    if (typeof value === 'function') writeLine(terminal.messages, 'a function: call it to see what it gives')
    else if (value === undefined && !json) writeLine(terminal.messages, 'undefined: the expression gives nothing')
    else writeJson(terminal, value ?? null)
    return exitCodes.ok
  } catch (error) {
    renderExpressionError(terminal, expression, error, json)
    return exitCodes.findings
  }
}
