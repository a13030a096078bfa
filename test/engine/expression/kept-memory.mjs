// What compiled expressions keep, in bytes for each character of their source. Run with --expose-gc.
import { compileExpression } from '../../../dist/engine/index.js'

const fields = (seed) => Array.from({ length: 40 }, (_, index) => `"f${index}": a.b${index} & ' ' & $trim(c.d${seed % 7}${index})`)
const compile = (seed) => {
  const expression = compileExpression(`{ ${fields(seed).join(', ')}, "n": ${seed} }`, { profile: 'document' })
  expression.evaluate({})
  return expression
}

compile(0)
gc()
const before = process.memoryUsage().heapUsed
const kept = Array.from({ length: 200 }, (_, index) => compile(index + 1))
gc()
const grown = process.memoryUsage().heapUsed - before
process.stdout.write(String(grown / kept.reduce((sum, { source }) => sum + source.length, 0)))
