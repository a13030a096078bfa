// A process of its own, so that its memory and its processor time are those of one way alone: run.mjs WHICH CASE FILE.
import { createReadStream, openSync, writeSync } from 'node:fs'
import { devNull } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Evaluator, mapLines, packMapping } from '../../../dist/engine/pool/index.js'
import { openCase } from '../case.mjs'

const [which, folder, file] = process.argv.slice(2)
const worker = which === 'plain' ? { worker: fileURLToPath(new URL('./plain-worker.mjs', import.meta.url)) } : {}
const { compiled } = await openCase(folder)
const evaluator = new Evaluator({ workers: 2, ...worker })
const sink = openSync(devNull, 'w')

const startCpu = process.cpuUsage()
const start = performance.now()
let records = 0
let failed = 0
for await (const block of mapLines(evaluator, packMapping(compiled), createReadStream(file, { highWaterMark: 256 * 1024 }))) {
  records += block.records
  failed += block.failed
  writeSync(sink, block.bytes)
}
const { user, system } = process.cpuUsage(startCpu)
await evaluator.close()
process.stdout.write(
  JSON.stringify({
    records,
    failed,
    wall: (performance.now() - start) / 1_000,
    cpu: (user + system) / 1e6,
    megabytes: process.resourceUsage().maxRSS / 1024,
  }),
)
