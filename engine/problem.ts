import { portableValue, shownValue } from './shown-value.ts'

/** A failure of delivery, and with it what may be done about it (retry, look up, give up, wait). */
export type FailureClass = 'retryable' | 'ambiguous' | 'rejected' | 'conflict' | 'systemic'

/** Where something is wrong: as much of it as is known. Lines and columns count from 1, columns in UTF-16 units. */
export interface Place {
  file?: string
  line?: number
  column?: number
  /** Inside the expression that stands at `line` and `column`. */
  expression?: { line: number; column: number }
  document?: string
  field?: string
  flow?: string
  step?: string
  record?: string
  /** In the record, or in the request that was to be sent: `OrderLines[2].Price`. */
  path?: string
}

/** The one shape in which anything that goes wrong is told, to people and to programs. */
export interface Problem {
  /** Stable and never reused: `bc.vat-pair-missing`. JSONata's own codes (`D3030`) stay as they are. */
  code: string
  severity: 'error' | 'warning'
  class?: FailureClass
  /** What happened, with the values. */
  message: string
  /** Why that is so. */
  cause: string
  /** What the reader can do now. */
  hint: string
  at: Place
  parameters: Record<string, unknown>
  /** Request and response, secrets removed. */
  details?: unknown
}

/** How a kind of problem reads; `%name%` in a text stands for the parameter of that name. */
export interface ProblemDeclaration {
  message: string
  cause?: string
  hint: string
  severity?: 'error' | 'warning'
  class?: FailureClass
}

type Placeholders<Text> = Text extends `${string}%${infer Name}%${infer Rest}` ? Name | Placeholders<Rest> : never

/** The parameters that a declaration's texts ask for. */
export type ParametersOf<Declaration extends ProblemDeclaration> = {
  [Name in Placeholders<Declaration['message']> | Placeholders<Declaration['hint']> | Placeholders<Declaration['cause']>]: unknown
}

export type Catalogue = Record<string, ProblemDeclaration>

/**
 * Declares the problems of one part of the product, beside the code that raises them.
 * @returns `catalogue`, from which the error reference is made, and `problem`, which makes one of them.
 */
export function defineProblems<const Declared extends Catalogue>(catalogue: Declared) {
  function problem<Code extends keyof Declared & string>(
    code: Code,
    at: Place,
    parameters: ParametersOf<Declared[Code]> & Record<string, unknown>,
    details?: unknown,
  ): Problem {
    const { message, cause = '', hint, severity = 'error', class: failure } = catalogue[code] as ProblemDeclaration
    return {
      code,
      severity,
      ...(failure && { class: failure }),
      message: fill(message, parameters),
      cause: fill(cause, parameters),
      hint: fill(hint, parameters),
      at,
      parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, portableValue(value)])),
      ...(details !== undefined && { details }),
    }
  }
  return { catalogue, problem }
}

/** Values are shown short; advice is a sentence, and is read to its end. */
function fill(text: string, parameters: Record<string, unknown>): string {
  return text.replace(/%([A-Za-z]\w*)%/g, (_, name: string) => (name === 'advice' ? String(parameters[name]) : display(parameters[name])))
}

const longest = 120

/** A value as it stands in a message: short, on one line, text as it is. */
function display(value: unknown): string {
  if (typeof value !== 'string') return shownValue(value, longest)
  const line = value.replace(/\s+/g, ' ')
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line
}

/** Thrown where nothing sensible can follow; it carries all that is wrong, not the first alone. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[]

  constructor(...problems: Problem[]) {
    super(problems.map((each) => `${each.code}: ${each.message}`).join('\n'))
    this.name = 'ProblemError'
    this.problems = problems
  }
}

export function isError(problem: Problem): boolean {
  return problem.severity === 'error'
}
