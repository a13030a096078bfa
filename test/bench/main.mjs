import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openCase, runCase } from './case.mjs'
import { geometricMean } from './measure.mjs'
import { printLines } from './ndjson/ndjson.mjs'
import { microseconds, perSecond, print, printTable, ratio } from './report.mjs'

const cases = fileURLToPath(new URL('./cases', import.meta.url))
const head = ['mapping', 'orders/s', 'an order', 'than jsonata', 'of hand-written']

async function printCases(folders) {
  const rows = []
  const gains = []
  for (const folder of folders) {
    const seconds = await runCase(await openCase(folder))
    const gain = seconds.jsonata / seconds.engine
    gains.push(gain)
    rows.push([
      folder.split('/').at(-1),
      perSecond(seconds.engine),
      microseconds(seconds.engine),
      ratio(gain),
      ratio(seconds.engine / seconds.hand),
    ])
  }
  printTable(head, rows)
  if (gains.length > 1) print(`geometric mean: ${ratio(geometricMean(gains))} as fast as jsonata`)
}

const [command, argument] = process.argv.slice(2)
if (command === '--case') await printCases([argument])
else if (command === '--preview') await (await import('./preview/report-preview.mjs')).reportPreview()
else if (command === '--ndjson')
  await printLines(
    ['web-order', 'reshape'].map((name) => join(cases, name)),
    Number(argument ?? 1_000_000),
  )
else if (command === '--budget')
  await (await import('./report-budget.mjs')).reportBudget(readdirSync(cases).map((name) => join(cases, name)))
else if (command === '--regex') await (await import('./report-regex.mjs')).reportRegex()
else if (command === '--peers') await (await import('./report-peers.mjs')).reportPeers()
else if (command === '--expressions') await (await import('./report-expressions.mjs')).reportExpressions()
else if (command === undefined) await printCases(readdirSync(cases).map((name) => join(cases, name)))
