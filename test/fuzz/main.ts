import { parseArgs } from 'node:util'
import { differences } from './differences.ts'
import { type Finding, fuzz, type FuzzReport } from './fuzz.ts'

/** `npm run fuzz -- --count 1000000 --seed 1` */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      stop: { type: 'string', default: '10' },
    },
  })
  const [count, seed, stopAfter] = [Number(values.count), Number(values.seed), Number(values.stop)]
  const report = await fuzz({
    count,
    seed,
    stopAfter,
    onProgress: ({ evaluations }) => process.stderr.write(`\r${evaluations} of ${count} `),
    onFinding: print,
  })
  process.stderr.write('\r')
  printReport(report)
  return report.found.length === 0 ? 0 : 1
}

function printReport({ evaluations, defined, errors, explained, found, coverage }: FuzzReport): void {
  const share = (part: number) => `${part} (${((100 * part) / evaluations).toFixed(1)} %)`
  writeLine(`${evaluations} evaluations: ${share(defined)} with a value, ${share(errors)} with an error`)
  writeLine(`\nevaluations of expressions with each part:`)
  for (const [part, times] of coverage) writeLine(`  ${part.padEnd(24)} ${times}`)
  writeLine('\ndeliberate differences:')
  for (const { name, why } of differences) writeLine(`  ${name}: ${explained[name] ?? 0}. ${why}`)
  writeLine(`\ndifferences outside that list: ${found.length}`)
}

function print(finding: Finding): void {
  writeLine(JSON.stringify(finding, (_key, value: unknown) => (typeof value === 'function' ? '<function>' : value)))
}

function writeLine(line: string): void {
  process.stdout.write(`${line}\n`)
}
