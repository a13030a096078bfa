import { type ProblemDeclaration, didYouMean } from '../../engine/index.ts'
import { catalogues } from '../problem-catalogues.ts'
import { renderTable } from '../terminal/render-table.ts'
import { type ExitCode, type Terminal, exitCodes, writeJson, writeLine } from '../terminal/terminal.ts'
import { UsageError } from '../terminal/usage-error.ts'

export interface ProblemsOptions {
  readonly json?: boolean
}

/** A problem as the reference tells it: `%name%` in its texts stands for a value. */
interface Reference extends ProblemDeclaration {
  readonly code: string
  readonly declaredIn: string
}

/** Tells what a code means, or lists all that there are. */
export async function problemsCommand(code: string | undefined, { json = false }: ProblemsOptions, terminal: Terminal): Promise<ExitCode> {
  const all = references()
  const found =
    code === undefined ? all : all.filter((each) => each.code === code || each.code === inDocument(code) || each.code.endsWith(`.${code}`))
  if (found.length === 0)
    throw new UsageError(
      `there is no problem “${code}”`,
      didYouMean(
        code!,
        all.map((each) => each.code),
      ),
    )
  if (json) writeJson(terminal, { problems: found })
  else if (code !== undefined) found.forEach((each) => describe(each, terminal))
  else
    renderTable(
      terminal.output,
      ['code', 'message'],
      found.map(({ code: name, message }) => [name, message]),
    )
  return exitCodes.ok
}

function references(): Reference[] {
  return Object.entries(catalogues)
    .flatMap(([declaredIn, catalogue]) => Object.entries(catalogue).map(([code, declared]) => ({ code, ...declared, declaredIn })))
    .toSorted((left, right) => (left.code < right.code ? -1 : 1))
}

/** What the expression compiler calls `expression.x` is `mapping.x` where it happens in a document. */
function inDocument(code: string): string {
  return code.replace(/^mapping\./, 'expression.')
}

function describe({ code, severity = 'error', class: failure, message, cause, hint, declaredIn }: Reference, { output }: Terminal): void {
  writeLine(output, `${code}: ${severity}${failure ? `, ${failure}` : ''}`)
  writeLine(output, `  ${message}`)
  if (cause) writeLine(output, `  ${cause}`)
  writeLine(output, `  → ${hint}`)
  writeLine(output, `  declared in ${declaredIn}`)
}
