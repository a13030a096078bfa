import { ProblemError } from '../../engine/index.ts'

/** The command cannot begin with what it was given. */
export class UsageError extends ProblemError {
  readonly hint: string

  constructor(message: string, hint: string) {
    super({ code: 'usage.refused', severity: 'error', message, cause: '', hint, at: {}, parameters: {} })
    this.message = message
    this.hint = hint
  }
}
