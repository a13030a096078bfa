import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from '../measure.mjs'
import { microseconds, perSecond, print, printTable } from '../report.mjs'

const runner = fileURLToPath(new URL('./run.mjs', import.meta.url))

/**
 * Maps `count` orders, a line each, in the pool, and beside it parses and serialises the same lines in the same pool. The two run in turns,
 * each in a process of its own; a tenth of the orders shows whether memory grows with them.
 */
export async function printLines(folders, count, rounds = 3) {
  const place = mkdtempSync(join(tmpdir(), 'fieldloom-bench-'))
  const rows = []
  try {
    for (const folder of folders) {
      const [many, few] = [count, Math.ceil(count / 10)].map((lines) => writeLines(folder, place, lines))
      const plain = []
      const mapped = []
      for (let round = 0; round < rounds; round++) {
        plain.push(run('plain', folder, many))
        mapped.push(run('mapped', folder, many))
      }
      const tenth = run('mapped', folder, few)
      const [alone, ours] = [plain, mapped].map((results) => median(results.map(({ cpu, records }) => cpu / records)))
      rows.push([
        folder.split('/').at(-1),
        `${many.bytes} B`,
        perSecond(median(mapped.map(({ wall, records }) => wall / records))),
        microseconds(ours),
        microseconds(alone),
        `${Math.round((alone / ours) * 100)} %`,
        `${Math.round(Math.max(...mapped.map(({ megabytes }) => megabytes)))} MB`,
        `${Math.round(tenth.megabytes)} MB`,
      ])
    }
  } finally {
    rmSync(place, { recursive: true })
  }
  print(`${count.toLocaleString('en')} orders, a line each, in and out, two threads; processor time of all threads`)
  printTable(['mapping', 'an order', 'orders/s', 'mapped', 'parsed and written alone', 'throughput', 'memory', 'of a tenth'], rows)
}

function writeLines(folder, place, count) {
  const lines = readFileSync(join(folder, 'inputs.ndjson'), 'utf8').split('\n').filter(Boolean)
  const file = join(place, `${folder.split('/').at(-1)}-${count}.ndjson`)
  const handle = openSync(file, 'w')
  for (let line = 0; line < count; line += 1_000)
    writeSync(
      handle,
      Array.from({ length: Math.min(1_000, count - line) }, (_, index) => `${lines[(line + index) % lines.length]}\n`).join(''),
    )
  closeSync(handle)
  return { file, count, bytes: Math.round(lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0) / lines.length) }
}

function run(which, folder, { file, count }) {
  const result = JSON.parse(execFileSync(process.execPath, [runner, which, folder, file], { encoding: 'utf8' }))
  if (result.records !== count || result.failed > 0) throw new Error(`${which}: ${JSON.stringify(result)}, expected ${count} records`)
  return result
}
