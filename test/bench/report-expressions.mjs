import { readFileSync } from 'node:fs'
import jsonata from 'jsonata'
import { parseAllDocuments } from 'yaml'
import { compileExpression } from '../../dist/engine/index.js'
import { mustBeEqual } from './compare.mjs'
import { geometricMean, measure } from './measure.mjs'
import { microseconds, print, printTable, ratio } from './report.mjs'

const folder = new URL('./cases/order/', import.meta.url)
const short = { rounds: 5, sliceSeconds: 0.04, warmUpSeconds: 0.8 }
/** A compiler is more code than a parser, and is itself compiled for longer. */
const long = { warmUpSeconds: 8 }

/** Every expression of the order mapping on its own, by the limits of documents, beside jsonata awaited; and what compiling them costs. */
export async function reportExpressions() {
  const [mapping] = parseAllDocuments(readFileSync(new URL('mapping.yaml', folder), 'utf8')).map((each) => each.toJS())
  const orders = readFileSync(new URL('inputs.ndjson', folder), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const { lines, ...header } = mapping.fields
  const lets = Object.fromEntries(Object.entries(mapping.let).map(([name, { const: value }]) => [name, value]))
  const ofOrders = orders.map((order) => [order, { ...lets, source: order }])
  const ofLines = orders.flatMap((order) => order.lines.map((line, index) => [line, { ...lets, source: order, index }]))
  const fields = [
    ...Object.entries(header).map(([name, text]) => ({ name, text, inputs: ofOrders })),
    ...Object.entries(lines.fields).map(([name, text]) => ({ name: `lines.${name}`, text, inputs: ofLines })),
    // A table is a matter of mappings, and no function of expressions alone.
  ].filter(({ text }) => !text.includes('$table'))
  const rows = []
  for (const { name, text, inputs } of fields) rows.push({ name, text, ...(await measureOne(name, text, inputs)) })
  rows.sort((one, other) => one.gain - other.gain)
  printTable(
    ['expression', 'takes', 'than jsonata', 'text'],
    rows.map(({ name, seconds, gain, text }) => [name, microseconds(seconds), ratio(gain), text.slice(0, 70)]),
  )
  print(`slowest: ${rows[0].name}, ${ratio(rows[0].gain)}; geometric mean ${ratio(geometricMean(rows.map(({ gain }) => gain)))}`)
  const { compiling, parsing } = await measureCompiling(fields.map(({ text }) => text))
  print(`compiling all of them takes ${ratio(compiling / parsing)} what jsonata's parser alone takes, both warm`)
}

async function measureOne(name, text, inputs) {
  const [ours, theirs] = [compileExpression(text, { profile: 'document' }), jsonata(text)]
  for (const [input, bindings] of inputs) mustBeEqual(name, await theirs.evaluate(input, bindings), ours.evaluate(input, bindings))
  const by = (expression) => (count) => expression.evaluate(...inputs[count % inputs.length])
  const times = await measure({ ours: by(ours), theirs: by(theirs) }, short)
  return { seconds: times.ours, gain: times.theirs / times.ours }
}

/** Each text is made another one by a comment: equal texts are compiled once. */
let texts = 0

function measureCompiling(all) {
  const other = (text) => `${text} /* ${++texts} */`
  const variants = {
    compiling: () => all.map((text) => compileExpression(other(text), { profile: 'document' })),
    parsing: () => all.map((text) => jsonata(other(text))),
  }
  return measure(variants, long)
}
