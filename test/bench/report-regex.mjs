import { RE2JS } from 're2js'
import { boundedPattern } from '../../dist/engine/expression/runtime/regex.js'
import { compileRegex } from '../../dist/engine/expression/runtime/regex-program.js'
import { linearPattern } from '../../dist/engine/expression/runtime/regex-run.js'
import { startMeter } from '../../dist/engine/expression/runtime/meter.js'
import { limitsOf } from '../../dist/engine/expression/limits.js'
import { mustBeEqual } from './compare.mjs'
import { measure } from './measure.mjs'
import { microseconds, printTable, ratio } from './report.mjs'

const words = 'Solid and simple. Measures 43 x 20 cm, weighs 2.5 kg, and lasts. Order WEB-10032 of 2026-03-10, eva@example.com. '
const cases = [
  { source: '[A-Z]{2,3}-\\d+', texts: [words] },
  { source: '(\\d+) ?x ?(\\d+)', texts: [words, words.repeat(5)] },
  { source: '(\\w+)@(\\w+)\\.com', texts: [words, words.repeat(5)] },
  { source: '.+@.+', texts: [words, words.repeat(5)] },
  { source: '^(a|a)*(a+)+b$', texts: ['a'.repeat(20), 'a'.repeat(2000)] },
]
const options = { rounds: 5, sliceSeconds: 0.05, warmUpSeconds: 0.3 }

/**
 * One search by what runs a pattern in a document, which is JavaScript's engine where a pattern and the length of the text prove that it
 * cannot take long, beside our engine in linear time alone, beside a library of that kind, and beside JavaScript's engine alone.
 */
export async function reportRegex() {
  const rows = []
  for (const { source, texts } of cases) {
    const bounded = boundedPattern(source, '', true)
    const linear = linearPattern(source, compileRegex(source, ''))
    const library = RE2JS.compile(source)
    const native = new RegExp(source)
    for (const text of texts) {
      const found = {
        bounded: () => within(() => bounded.find(text, 0)?.start),
        linear: () => within(() => linear.find(text, 0)?.start),
        library: () => startOf(library.matcher(text)),
        // Some ways through these double with every letter: what takes this engine an hour is not tried.
        ...(!(source.startsWith('^(a|a)*') && text.length > 25) && { native: () => native.exec(text)?.index }),
      }
      for (const [name, find] of Object.entries(found)) mustBeEqual(`/${source}/ by ${name}`, found.linear(), find())
      const seconds = await measure(found, options)
      const beside = (each) => (each === undefined ? 'never' : `${microseconds(each)} (${ratio(each / seconds.bounded)})`)
      rows.push([
        `/${source}/`,
        String(text.length),
        microseconds(seconds.bounded),
        beside(seconds.linear),
        beside(seconds.library),
        beside(seconds.native),
      ])
    }
  }
  printTable(['pattern', 'characters', 'in a document', 'linear alone', 're2js', 'JavaScript'], rows)
}

function within(find) {
  startMeter(limitsOf.document)
  return find()
}

function startOf(matcher) {
  return matcher.find() ? matcher.start() : undefined
}
