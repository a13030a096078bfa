import { Writer } from '../../dist/engine/expression/3-generate/writer.js'
import { openCase } from './case.mjs'
import { mustBeEqual } from './compare.mjs'
import { geometricMean, measure } from './measure.mjs'
import { microseconds, print, printTable } from './report.mjs'

/** What it costs that generated code counts its loops: the same mappings without. What the runtime counts is in both. */
export async function reportBudget(folders) {
  const rows = []
  const costs = []
  for (const folder of folders) {
    const { compiled: metered, inputs } = await openCase(folder)
    const { compiled: free } = await withoutCharges(() => openCase(folder))
    for (const input of inputs) mustBeEqual(folder, metered.run(input).record, free.run(input).record)
    const { length } = inputs
    const seconds = await measure(
      { metered: (count) => metered.run(inputs[count % length]), free: (count) => free.run(inputs[count % length]) },
      { rounds: 21, sliceSeconds: 0.1 },
    )
    const cost = seconds.metered / seconds.free
    costs.push(cost)
    rows.push([folder.split('/').at(-1), microseconds(seconds.free), microseconds(seconds.metered), percent(cost)])
  }
  printTable(['mapping', 'without a budget', 'with it', 'costs'], rows)
  print(`geometric mean: ${percent(geometricMean(costs))}`)
}

function percent(cost) {
  return `${((cost - 1) * 100).toFixed(1)} %`
}

/** Expressions that are written meanwhile account for nothing. */
async function withoutCharges(open) {
  const { charge } = Writer.prototype
  Writer.prototype.charge = () => {}
  try {
    return await open()
  } finally {
    Writer.prototype.charge = charge
  }
}
