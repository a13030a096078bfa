import { type Problem, ProblemError, isError } from '../../engine/index.ts'
import type { Workspace } from './workspace.ts'

/** A file that is broken is refused whole, before anything is read or sent. */
export function refuseBroken({ problems }: Workspace, files: Iterable<string>): void {
  const used = new Set(files)
  refuseErrors(problems.filter(({ at }) => at.file !== undefined && used.has(at.file)))
}

/** So is what means something that cannot be: all of it is told, not the first alone. */
export function refuseErrors(problems: readonly Problem[]): void {
  const errors = problems.filter(isError)
  if (errors.length > 0) throw new ProblemError(...errors)
}
