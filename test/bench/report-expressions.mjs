import { readFileSync } from 'node:fs'
import jsonata from 'jsonata'
import { parseAllDocuments, stringify } from 'yaml'
import { compileExpression } from '../../dist/engine/index.js'
import { compile } from './case.mjs'
import { mustBeEqual } from './compare.mjs'
import { geometricMean, measure, median } from './measure.mjs'
import { microseconds, print, printTable, ratio } from './report.mjs'
import { withJsonata } from './with-jsonata.mjs'

const folder = new URL('./cases/order/', import.meta.url)
const short = { rounds: 3, sliceSeconds: 0.03, warmUpSeconds: 0.15 }

/** Every expression of the order mapping on its own, and what compiling it costs. */
export async function reportExpressions() {
  const [mapping, ...others] = parseAllDocuments(readFileSync(new URL('mapping.yaml', folder), 'utf8')).map((each) => each.toJS())
  const inputs = readFileSync(new URL('inputs.ndjson', folder), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const { lines, ...header } = mapping.fields
  const rows = []
  for (const [name, text] of Object.entries(header)) rows.push(await measureField(name, text, { [name]: text }))
  for (const [name, text] of Object.entries(lines.fields))
    rows.push(await measureField(`lines.${name}`, text, { lines: { each: lines.each, fields: { [name]: text } } }))
  rows.sort((one, other) => one.gain - other.gain)
  printTable(
    ['expression', 'an order', 'than jsonata', 'to compile', 'of its parser', 'text'],
    rows.map(({ name, seconds, gain, compiling, parsing, text }) => [
      name,
      microseconds(seconds),
      ratio(gain),
      microseconds(compiling),
      ratio(compiling / parsing),
      text.slice(0, 60),
    ]),
  )
  print(`slowest: ${rows[0].name}, ${ratio(rows[0].gain)}; geometric mean ${ratio(geometricMean(rows.map(({ gain }) => gain)))}`)
  print(`of each of these times, ${microseconds(median(rows.map(({ nothing }) => nothing)))} is what a mapping takes that makes nothing`)
  const total = (key) => rows.reduce((sum, row) => sum + row[key], 0)
  print(`compiling all of them takes ${ratio(total('compiling') / total('parsing'))} what jsonata's parser alone takes`)

  async function measureField(name, text, fields) {
    const { engine, nothing, theirs } = await timesOf(name, fields)
    return { name, text, seconds: engine, nothing, gain: theirs / engine, ...(await measureCompiling(text)) }
  }

  /** Beside a mapping that makes nothing: what that takes is in each of the others too, and a mapping of 39 fields pays it once. */
  async function timesOf(name, fields) {
    const [compiled, empty] = [fields, { nothing: { const: 1 } }].map(compileFields)
    const byJsonata = withJsonata(compiled.mapping, compiled.settings)
    for (const input of inputs) mustBeEqual(name, await byJsonata(input), compiled.run(input).record)
    const pick = (count) => inputs[count % inputs.length]
    const variants = {
      engine: (count) => compiled.run(pick(count)),
      nothing: (count) => empty.run(pick(count)),
      theirs: (count) => byJsonata(pick(count)),
    }
    return measure(variants, short)
  }

  function compileFields(fields) {
    return compile([{ ...mapping, fields }, ...others].map((each) => stringify(each)).join('---\n'))
  }
}

/** Each text is made another one by a comment: equal texts are compiled once. */
let texts = 0

async function measureCompiling(text) {
  const other = () => `${text} /* ${++texts} */`
  const { compiling, parsing } = await measure(
    { compiling: () => compileExpression(other(), { profile: 'document' }), parsing: () => jsonata(other()) },
    short,
  )
  return { compiling, parsing }
}
