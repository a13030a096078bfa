import { existsSync } from 'node:fs'

/** Says once what a run without the reference material does not compare; those tests are counted as skipped. */
export function setup(): void {
  if (existsSync(new URL('../../shared', import.meta.url))) return
  process.stderr.write(
    '../shared is not beside this copy of the project: the comparisons with the original specification, contract, samples and the conformance suite of JSONata are left out.\n',
  )
}
