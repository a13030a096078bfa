import { Evaluator } from '../../engine/pool/index.ts'

let shared: Evaluator | undefined

/** The threads in which the flows of this process are evaluated. They keep no process alive, so nobody has to close them. */
export function sharedEvaluator(): Evaluator {
  return (shared ??= new Evaluator())
}
