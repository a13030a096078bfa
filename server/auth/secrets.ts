import { ProblemError } from '../../engine/index.ts'
import { authProblem } from './problems.ts'

/**
 * The secrets that references mean: `env:NAME` is a variable of the environment. Looked up anew at every use, so that a changed
 * secret counts without a restart.
 */
export function environmentSecrets(environment: NodeJS.ProcessEnv = process.env): (reference: string) => string {
  return (reference) => {
    const name = /^env:(\w+)$/.exec(reference)?.[1]
    const secret = name === undefined ? undefined : environment[name]
    if (secret === undefined || secret === '')
      throw new ProblemError(authProblem('identity.secret-missing', {}, { reference, name: name ?? reference }))
    // A certificate in one line, as many places that hold variables want it.
    return secret.startsWith('-----BEGIN') ? secret.replaceAll('\\n', '\n') : secret
  }
}
