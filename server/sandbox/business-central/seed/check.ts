import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Problem } from '../../../../engine/problem.ts'
import { schemaFolder } from '../contract/load.ts'
import { problem } from './problems.ts'
import type { Seed } from './seed.ts'

/** @returns what is wrong with a value that shall be a {@link Seed}: nothing, or one problem for each place */
export function checkSeed(value: unknown): Problem[] {
  const ajv = new Ajv2020({ allErrors: true, strict: false })
  addFormats.default(ajv)
  const validate = ajv.compile<Seed>(JSON.parse(readFileSync(join(schemaFolder(), 'sandbox-seed.json'), 'utf8')) as object)
  if (validate(value)) return []
  return (validate.errors ?? []).map((error) => {
    const path = error.instancePath || '/'
    const { additionalProperty } = error.params as { additionalProperty?: string }
    const reason = `${error.message ?? 'is wrong'}${additionalProperty ? ` ('${additionalProperty}')` : ''}`
    return problem('sandbox.seed-invalid', { path }, { path, reason })
  })
}
