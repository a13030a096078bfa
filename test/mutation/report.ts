import { relative } from 'node:path'
import { productRoot } from '../../server/root.ts'
import { renderTable } from '../../server/terminal/render-table.ts'
import type { Mutant } from './mutants.ts'
import type { Notice } from './trial.ts'

/** A mutant, and who noticed it. */
export interface Tried {
  readonly mutant: Mutant
  readonly file: string
  readonly notice?: Notice | undefined
}

export interface ReportOptions {
  /** Mutants that nobody can notice, with the reason. */
  readonly equivalent: Readonly<Record<string, string>>
  /** Everything was tried, so an entry of the list that did not turn up is stale. */
  readonly isWhole: boolean
  readonly list: boolean
}

/** Tells what came of the mutants; 1 where one was not noticed, or the list of equivalents is not true any more. */
export function report(tried: readonly Tried[], { equivalent, isWhole, list }: ReportOptions): number {
  const write = (text: string) => void process.stdout.write(`${text}\n`)
  if (list) renderTable(process.stdout, ['place', 'what was broken', 'by', 'caught by'], tried.map(lineOf))
  const documents = [...new Set(tried.map(({ mutant }) => mutant.document))]
  const rows = [
    ...documents.map((name) => [name, tried.filter(({ mutant }) => mutant.document === name)] as const),
    ['all', tried] as const,
  ]
  const survivors = tried.filter(({ mutant, notice }) => !notice && !Object.hasOwn(equivalent, mutant.id))
  renderTable(
    process.stdout,
    ['document', 'mutants', 'by cases', 'by checks', 'in the sandbox', 'equivalent', 'survivors'],
    rows.map(([name, of]) => {
      const by = (who: Notice['by']) => of.filter(({ notice }) => notice?.by === who).length
      const left = of.filter((each) => survivors.includes(each)).length
      const same = of.filter(({ mutant, notice }) => !notice && Object.hasOwn(equivalent, mutant.id)).length
      return [name, of.length, by('case'), by('check'), by('sandbox'), same, left].map(String)
    }),
  )
  const ids = new Set(tried.map(({ mutant }) => mutant.id))
  const untrue = tried.filter(({ mutant, notice }) => notice && Object.hasOwn(equivalent, mutant.id))
  const stale = isWhole ? Object.keys(equivalent).filter((id) => !ids.has(id)) : []
  for (const each of survivors) write(`survived: ${place(each)}  ${each.mutant.id}`)
  for (const { mutant, notice } of untrue) write(`listed as equivalent, but noticed: ${mutant.id} (${notice!.what})`)
  for (const id of stale) write(`listed as equivalent, but there is no such mutant: ${id}`)
  return survivors.length + untrue.length + stale.length > 0 ? 1 : 0
}

function lineOf(each: Tried): string[] {
  const { mutant, notice } = each
  return [place(each), mutant.id, notice?.by ?? '', notice?.what ?? '']
}

function place({ file, mutant }: Tried): string {
  return `${relative(productRoot, file)}:${mutant.line}`
}
