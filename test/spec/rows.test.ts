import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { productRoot } from '../../server/root.ts'

const shared = join(productRoot, '..', 'shared', 'spec', 'send-order.md')
const rows = JSON.parse(readFileSync(join(productRoot, 'test', 'spec', 'rows.json'), 'utf8')) as Record<string, string[]>

/** The identifiers of the rows: written out, and those of the table of lines, which has one column for each kind of document. */
function rowsOf(text: string): string[] {
  const written = [...text.matchAll(/^\| (SO-[A-Z]+\d\d) \|/gm)].map((match) => match[1]!)
  const lines = [...text.matchAll(/^\| (\d\d) \|[^|]*\|[^|]*\|([^|]*)\|([^|]*)\|([^|]*)\|/gm)].flatMap(([, number, ...marks]) =>
    ['L', 'LI', 'LQ'].flatMap((prefix, index) => (marks[index]!.trim() === '' ? [] : [`SO-${prefix}${number!}`])),
  )
  return [...written, ...lines].toSorted()
}

test.skipIf(!existsSync(shared))('the rows that coverage is counted by are those of the specification', () => {
  expect(rows['send-order']!.toSorted()).toEqual(rowsOf(readFileSync(shared, 'utf8')))
})

test('every row is written once', () => {
  const all = Object.values(rows).flat()

  expect(new Set(all).size).toBe(all.length)
  expect(all.length).toBeGreaterThan(100)
})
