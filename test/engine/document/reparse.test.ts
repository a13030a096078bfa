import * as fc from 'fast-check'
import { readFileSync, readdirSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import type { DocumentNode } from '../../../engine/document/node.ts'
import { type ParsedText, parseText } from '../../../engine/document/parse.ts'
import { reparseText } from '../../../engine/document/reparse.ts'

const folder = new URL('../../../mappings/app4sales-to-business-central/', import.meta.url)
const texts = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))

test('after any change the tree is the one that reading everything gives', () => {
  const piece = fc.constantFrom(
    '',
    'x',
    ' ',
    '\n',
    '\n  ',
    ': ',
    '#',
    ' # c',
    "'",
    '"',
    '{ a: 1 }',
    '- ',
    '---\n',
    '\r\n',
    '|-\n      a',
    ' ? b : c',
    '  k: v\n',
    '\t',
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.array(fc.tuple(fc.nat(), fc.nat(6), piece), { minLength: 1, maxLength: 4 }),
      (text, changes) => {
        let current = text
        let parsed = parseText(current, 'f.yaml')
        for (const [at, removed, insert] of changes) {
          const from = at % (current.length + 1)
          current = current.slice(0, from) + insert + current.slice(from + removed)
          parsed = reparseText(parsed, current, 'f.yaml')
          const [found, expected] = [plain(parsed, current), plain(parseText(current, 'f.yaml'), current)]
          // Comparing for a message takes far longer than comparing.
          if (!isDeepStrictEqual(found, expected)) expect(found).toEqual(expected)
        }
      },
    ),
    { numRuns: Number(process.env['RUNS'] ?? 100) },
  )
})

/** Everything that others read of a parsed text; of the text itself, whether every node has the present one. */
function plain({ roots, problems }: ParsedText, text: string): unknown {
  return { problems, roots: roots.map((root) => plainNode(root, text)) }
}

function plainNode(node: DocumentNode, text: string): unknown {
  const { source, ...rest } = node
  const isCurrent = source.text === text
  if (rest.kind === 'list') return { ...rest, isCurrent, items: rest.items.map((item) => plainNode(item, text)) }
  if (rest.kind === 'scalar') return { ...rest, isCurrent }
  return {
    ...rest,
    isCurrent,
    entries: rest.entries.map(({ source: own, value, ...entry }) => ({
      ...entry,
      isOwn: own.text === text,
      value: plainNode(value, text),
    })),
  }
}
