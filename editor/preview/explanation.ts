import type { Explanation } from '../../engine/index.ts'
import { liveValue } from './live-values.ts'
import type { LiveValue } from './mapping-view.ts'
import type { Explained, ExplainedSource } from './why.ts'

type Value = Explanation['values'][number]

/** What a traced run tells, in the form in which the page asks for it. */
export class RowExplanation {
  readonly #byField = new Map<string, Value[]>()
  readonly #lets: ReadonlyMap<string, unknown>

  constructor({ values, expressions }: Explanation) {
    for (const value of values) {
      const known = this.#byField.get(value.field)
      if (known) known.push(value)
      else this.#byField.set(value.field, [value])
    }
    this.#lets = new Map(
      expressions
        .filter(({ role }) => role === 'let')
        .map(({ field, text, parts }) => [
          field,
          parts.find(({ start, end }) => start === 0 && end >= text.trimEnd().length)?.values.at(0)?.value,
        ]),
    )
  }

  /** Which items of the list a part made, by the part's row. */
  partItems(isPart: (row: string) => boolean): Record<string, number[]> {
    const items: Record<string, Set<number>> = {}
    for (const [field, values] of this.#byField) {
      const part = field.slice(0, field.lastIndexOf('.'))
      if (!isPart(part)) continue
      for (const { path } of values) {
        const index = path.at(-2)
        if (typeof index === 'number') (items[part] ??= new Set()).add(index)
      }
    }
    return Object.fromEntries(Object.entries(items).map(([part, indexes]) => [part, [...indexes].sort((left, right) => left - right)]))
  }

  letValue(row: string): LiveValue | undefined {
    return liveValue(this.#lets.get(row))
  }

  /** Rows that gave no value for this record. */
  isEmpty(row: string): boolean {
    return (this.#byField.get(row) ?? []).every(({ value }) => value === undefined || value === null || value === '')
  }

  /** The row that made the value at a path of the output. */
  rowAt(path: readonly (string | number)[]): string | undefined {
    for (let length = path.length; length > 0; length--) {
      const key = JSON.stringify(path.slice(0, length))
      for (const [field, values] of this.#byField) if (values.some((each) => JSON.stringify(each.path) === key)) return field
    }
    return undefined
  }

  /** @param at the place in the output that is asked about; without it the first that the row made */
  explain(row: string, lets: ReadonlyMap<string, string>, at?: readonly (string | number)[]): Explained {
    const values = this.#byField.get(row) ?? []
    const key = at && JSON.stringify(at)
    const value = values.find(({ path }) => JSON.stringify(path) === key) ?? values.find((each) => each.value !== undefined) ?? values[0]
    const shown = liveValue(value ? value.value : this.#lets.get(row))
    return {
      row,
      ...(shown && { value: shown }),
      reads: value ? this.#reads(value, lets) : [],
      paths: values.filter((each) => each.value !== undefined).map(({ path }) => path),
      ...(value && { path: value.path }),
    }
  }

  #reads({ sources, settings, steps, tables, lets, key }: Value, letRows: ReadonlyMap<string, string>): ExplainedSource[] {
    const found = new Map<string, ExplainedSource>()
    const add = (read: ExplainedSource) => {
      if (!found.has(read.id)) found.set(read.id, read)
    }
    const rooted = (root: string, prefix: string, reads: Value['sources']) => {
      for (const { path, value } of reads) {
        const names = path.filter((step) => typeof step === 'string')
        const shown = liveValue(value)
        add({
          id: `${root} ${path.join('.')}`,
          label: prefix + showPath(path),
          node: [root, ...names].join('.'),
          ...(shown && { value: shown }),
        })
      }
    }
    rooted('source', '', sources)
    rooted('settings', '$settings.', settings)
    rooted('steps', '$steps.', steps)
    if (key !== undefined) add({ id: 'key', label: '$key', node: 'key', value: { text: key, type: 'text' } })
    for (const { name, key: wanted, row, missed } of tables) {
      const shown = liveValue(missed ? undefined : row)
      add({
        id: `table ${name} ${String(wanted)}`,
        label: `$table('${name}', ${JSON.stringify(wanted) ?? 'nothing'})`,
        node: '',
        ...(shown && { value: shown }),
        ...(missed && { isMissed: true as const }),
      })
    }
    for (const { name } of lets) {
      const row = letRows.get(name)
      const shown = row === undefined ? undefined : this.letValue(row)
      add({ id: name, label: name, node: '', ...(row !== undefined && { row }), ...(shown && { value: shown }) })
    }
    return [...found.values()]
  }
}

function showPath(path: readonly (string | number)[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
}
