import { type CheckScope, shownValue, tokenize } from '../../../engine/index.ts'
import type { Completion } from './language-methods.ts'
import { lookAt } from './sight.ts'

interface InText {
  readonly text: string
  readonly index: number
  readonly quote: { readonly start: number; readonly end: number; readonly text: string; readonly kind: string }
  readonly range: readonly [number, number]
}

/** Inside of a quoted text: the tables and their keys in a call of `$table`, the values that samples have in a comparison. */
export function completeText({ text, index, quote, range }: InText, scope: CheckScope): Completion[] {
  const typed = index - quote.start - 1
  const rest = quote.kind === 'string' ? quote.end - 1 - index : 0
  const from = range[1] - lengthBehind(text, index) - typed
  const to = from + typed + rest
  const item = (label: string, kind: Completion['kind'], detail: string): Completion => ({
    label,
    kind,
    detail,
    insert: label,
    from,
    to,
    rank: 0,
  })
  const before = tokenize(text.slice(0, quote.start))
  const [previous, earlier] = [before.at(-1), before.at(-2)]
  if (previous?.text === '(' && earlier?.text === '$table')
    return [...scope.tables].map(([name, { rows, onMiss }]) =>
      item(
        name,
        'table',
        `${Object.keys(rows).length} rows, a missing key gives ${typeof onMiss === 'string' ? onMiss : shownValue(onMiss.default)}`,
      ),
    )
  const call = before.findLastIndex(({ text: token }) => token === '$table')
  if (previous?.text === ',' && call >= 0 && before[call + 1]?.text === '(' && before.length === call + 4) {
    const table = scope.tables.get(before[call + 2]!.text.slice(1, -1))
    return Object.entries(table?.rows ?? {}).map(([key, row]) => item(key, 'value', shownValue(row)))
  }
  if (previous && ['=', '!=', '['].includes(previous.text)) {
    const compared = before.findLast(({ kind }) => kind === 'name' || kind === 'variable')
    const value = compared && lookAt(text, compared.end, scope).value
    const samples = new Set((value?.shape?.samples ?? []).filter((sample) => typeof sample === 'string' && sample !== ''))
    return [...samples].slice(0, 30).map((sample) => item(sample as string, 'value', 'in a sample'))
  }
  return []
}

/** The rest of the word behind the cursor: what `range` reaches over. */
function lengthBehind(text: string, index: number): number {
  return /^\w*/.exec(text.slice(index))![0].length
}
