import { type Problem, ProblemError } from '../../../engine/index.ts'
import { StepFailure } from '../record-run.ts'

/** One thing that must be in order before records are sent. */
export interface Check {
  readonly name: string
  readonly state: 'ok' | 'gap' | 'not-checked'
  /** The gaps, each with what to do about it. */
  readonly problems: readonly Problem[]
  /** Why it was not checked. */
  readonly why?: string
}

export function inOrder(name: string): Check {
  return { name, state: 'ok', problems: [] }
}

export function gap(name: string, problems: readonly Problem[]): Check {
  return { name, state: 'gap', problems }
}

export function notChecked(name: string, why: string): Check {
  return { name, state: 'not-checked', problems: [], why }
}

/** Makes a check of a piece of work: what it throws is its gap. */
export async function attempt(name: string, work: () => Promise<Check>): Promise<Check> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ProblemError || error instanceof StepFailure) return gap(name, error.problems)
    throw error
  }
}

/** After such a gap nothing else can be found out: the system does not answer, or does not let us in. */
export function endsEverything({ problems }: Check): boolean {
  return problems.some(({ code, class: failure }) => failure === 'systemic' || code.startsWith('transport.'))
}
