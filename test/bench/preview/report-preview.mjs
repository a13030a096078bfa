import { print, printTable } from '../report.mjs'
import { measurePreview } from './measure-preview.mjs'

/** Prints the latency of the workbench, beside what is aimed at. */
export async function reportPreview() {
  const { size, starts, firstStartMs, loads, cold, workerMs, screenMs } = await measurePreview()
  print(`a mapping of ${size.fields} fields, a sample of ${(size.bytes / 1024).toFixed(1)} KB, ${workerMs.length} keys in one field`)
  printTable(
    ['preview', 'first key', 'p50', 'p95', 'goal'],
    [
      ['in the worker', ms(cold.workerMs), ms(percentile(workerMs, 50)), ms(percentile(workerMs, 95)), '16 ms, first 100 ms'],
      ['from the key to the screen', ms(cold.screenMs), ms(percentile(screenMs, 50)), ms(percentile(screenMs, 95)), '100 ms'],
    ],
  )
  printTable(
    ['to a usable editor', 'p50', 'least', 'goal'],
    [
      ['page, with an empty cache', ms(percentile(loads, 50)), ms(Math.min(...loads)), '2000 ms'],
      ['server and page, first start', ms(firstStartMs), '', ''],
      ['server and page, after that', ms(percentile(starts, 50)), ms(Math.min(...starts)), '3000 ms'],
    ],
  )
}

function percentile(numbers, percent) {
  const sorted = [...numbers].sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))]
}

function ms(number) {
  return `${number.toFixed(number < 100 ? 1 : 0)} ms`
}
