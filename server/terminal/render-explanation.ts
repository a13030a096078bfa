import type { Writable } from 'node:stream'
import { type ExplainedField, type ExplainedRead, type ExplainedValue, type Explanation, shownValue } from '../../engine/index.ts'
import { writeLine } from './terminal.ts'

/** Prints each value of a result, and under it what made it. */
export function renderExplanation(output: Writable, { values }: Explanation): void {
  for (const value of values) {
    writeLine(output, `${heading(value)}   (${place(value.at)})`)
    for (const line of origins(value)) writeLine(output, `  ← ${line}`)
    if (value.lets.length > 0) writeLine(output, `  by ${value.lets.map(({ name, at }) => `${name} (${place(at)})`).join(', ')}`)
  }
}

function heading({ kind, path, value }: ExplainedValue): string {
  const name = showPath(path) || 'the record'
  if (kind === 'leaf') return value === undefined ? `${name} is not sent` : `${name} = ${shown(value)}`
  if (kind === 'list') return `${name}: ${Array.isArray(value) ? value.length : 'no'} items`
  return `${name} is ${value === undefined ? 'not ' : ''}sent`
}

function origins({ sources, settings, steps, key, tables }: ExplainedValue): string[] {
  return [
    ...sources.map((read) => readLine('', read)),
    ...settings.map((read) => readLine('$settings.', read)),
    ...steps.map((read) => readLine('$steps.', read)),
    ...(key === undefined ? [] : [`$key = ${shown(key)}`]),
    ...tables.map(({ name, key: asked, row, missed }) => `table ${name}, ${shown(asked)}: ${missed ? 'no row, ' : ''}${shown(row)}`),
  ]
}

function readLine(root: string, { path, value }: ExplainedRead): string {
  return `${root}${showPath(path) || 'the record'} ${value === undefined ? 'is not there' : `= ${shown(value)}`}`
}

/** Prints for each field what it may read. */
export function renderFields(output: Writable, fields: readonly ExplainedField[]): void {
  for (const { field, at, sources, settings, steps, tables } of fields) {
    writeLine(output, `${field || 'the record'}   (${place(at)})`)
    const all = [
      ...sources.map((path) => path.join('.') || 'the whole item'),
      ...settings.map((path) => `$settings.${path.join('.')}`),
      ...steps.map((path) => `$steps.${path.join('.')}`),
      ...tables.map((name) => `table ${name}`),
    ]
    for (const each of all) writeLine(output, `  ← ${each}`)
  }
}

function shown(value: unknown): string {
  return shownValue(value, 80)
}

function showPath(path: readonly (string | number)[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
}

function place({ file, line, column }: { file?: string; line?: number; column?: number }): string {
  return [file, line, column].filter((part) => part !== undefined).join(':')
}
