import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ProblemError, compileMapping, loadMapping } from '../../dist/engine/index.js'
import { mustBeEqual } from './compare.mjs'
import { measure } from './measure.mjs'
import { withJsonata } from './with-jsonata.mjs'

const schemas = new URL('../../schemas/', import.meta.url).pathname

/** A folder with `mapping.yaml` (the mapping first, its tables after it), `hand.mjs` and `inputs.ndjson`. */
export async function openCase(folder) {
  const text = readFileSync(join(folder, 'mapping.yaml'), 'utf8')
  const inputs = readFileSync(join(folder, 'inputs.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line))
  const { default: hand } = await import(pathToFileURL(resolve(folder, 'hand.mjs')).href)
  const compiled = compile(text)
  return { text, inputs, hand, compiled, jsonata: withJsonata(compiled.mapping, compiled.settings) }
}

/** Schemas that are not among those of the product leave anything through. */
export function compile(text) {
  const unknown = new Set()
  const resolve = (name, kind) => {
    if (kind !== 'Schema') return undefined
    const file = join(schemas, `${name}.json`)
    return existsSync(file) ? readFileSync(file, 'utf8') : unknown.has(name) ? '{}' : undefined
  }
  for (;;)
    try {
      return compileMapping(loadMapping(text, { resolve }))
    } catch (error) {
      const missing = error instanceof ProblemError && error.problems.find(({ code }) => code === 'mapping.schema-unknown')
      if (!missing || unknown.has(missing.parameters.schema)) throw error
      unknown.add(missing.parameters.schema)
    }
}

/** Compares the three, then measures them: seconds of processor time an order. */
export async function runCase({ inputs, compiled, hand, jsonata }, options) {
  for (const [index, input] of inputs.entries()) {
    const { record, problems } = compiled.run(input)
    if (problems.some(({ severity }) => severity === 'error')) throw new Error(`input ${index + 1}: ${problems[0].message}`)
    mustBeEqual(`input ${index + 1}, jsonata and the engine`, await jsonata(input), record)
    mustBeEqual(`input ${index + 1}, hand-written and the engine`, hand(input), record)
  }
  const { length } = inputs
  return measure(
    {
      engine: (count) => compiled.run(inputs[count % length]),
      hand: (count) => hand(inputs[count % length]),
      jsonata: (count) => jsonata(inputs[count % length]),
    },
    options,
  )
}
