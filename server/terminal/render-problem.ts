import { readFileSync } from 'node:fs'
import { type Place, type Problem, SourceText } from '../../engine/index.ts'
import { type Terminal, hasColours } from './terminal.ts'

/** Prints problems for a person: what and where, the line of the document with a caret, why, and what to do. */
export function renderProblems(terminal: Terminal, problems: readonly Problem[]): void {
  const sources = new Map<string, SourceText | undefined>()
  const paint = painter(hasColours(terminal))
  for (const problem of problems) terminal.messages.write(`${renderProblem(problem, paint, (file) => sourceOf(file, sources))}\n\n`)
}

type Paint = Record<'bold' | 'red' | 'yellow' | 'dim', (text: string) => string>

function renderProblem(problem: Problem, paint: Paint, source: (file: string) => SourceText | undefined): string {
  const { code, severity, message, cause, hint, at } = problem
  const colour = severity === 'error' ? paint.red : paint.yellow
  const lines = [`${colour(severity)} ${paint.dim(code)} ${paint.bold(message)}`]
  const where = describePlace(at)
  if (where) lines.push(`  ${paint.dim('at')} ${where}`)
  if (at.file !== undefined && at.line !== undefined) lines.push(...excerpt(at, source(at.file), paint))
  if (cause) lines.push(`  ${cause}`)
  if (hint) lines.push(`  ${paint.bold('→')} ${hint}`)
  return lines.join('\n')
}

function describePlace({ file, line, column, expression, document, field, flow, step, record, path }: Place): string {
  const inFile = file === undefined ? '' : [file, line, column].filter((part) => part !== undefined).join(':')
  const inExpression = expression && expression.line > 1 ? `line ${expression.line}, column ${expression.column} of the expression` : ''
  const names = [
    record && `record ${record}`,
    flow && `flow ${flow}`,
    step && `step ${step}`,
    document,
    field,
    path && path !== field && `path ${path}`,
  ]
  return [inFile, inExpression, ...names].filter(Boolean).join(', ')
}

function excerpt({ line, column }: Place, source: SourceText | undefined, paint: Paint): string[] {
  const text = source?.line(line!)
  if (text === undefined) return []
  const number = String(line)
  // A long line is shown around the place alone.
  const start = Math.max(0, (column ?? 1) - 60)
  const shown = text.slice(start, start + 140).replaceAll('\t', ' ')
  const caret = column === undefined ? '' : `${' '.repeat(Math.max(0, column - 1 - start))}^`
  return [`  ${paint.dim(`${number} |`)} ${shown}`, `  ${' '.repeat(number.length)} ${paint.dim('|')} ${paint.red(caret)}`]
}

function sourceOf(file: string, sources: Map<string, SourceText | undefined>): SourceText | undefined {
  if (!sources.has(file)) sources.set(file, readSource(file))
  return sources.get(file)
}

function readSource(file: string): SourceText | undefined {
  try {
    return new SourceText(file, readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function painter(colours: boolean): Paint {
  const paint = (code: number) => (text: string) => (colours && text ? `\u001B[${code}m${text}\u001B[0m` : text)
  return { bold: paint(1), red: paint(31), yellow: paint(33), dim: paint(2) }
}
