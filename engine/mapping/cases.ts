import type { SourceDocument } from '../document/document-set.ts'
import { type DocumentNode, type MapNode, childOf, placeOf, textOf, valueOf } from '../document/node.ts'
import { parsePath, showPath, valueAt } from '../document/path.ts'
import type { Place, Problem } from '../problem.ts'
import type { CompileMappingOptions, CompiledMapping, MappedRecord } from './compile-mapping.ts'

/** One case of a Test document. */
export interface Case {
  readonly title: string
  readonly at: Place
  readonly settings: Readonly<Record<string, unknown>>
  /** Rows that stand in for those of the package's tables. */
  readonly tables: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly mode: 'create' | 'update'
  readonly input: CaseInput
  readonly expect?: unknown
  readonly exact: boolean
  readonly absent: readonly string[]
  readonly problems: readonly DueProblem[]
}

/** A problem that a case wants: its code, and if they are said what its message and hint contain and where it stands. */
export interface DueProblem {
  readonly code: string
  readonly message?: string
  readonly hint?: string
  readonly field?: string
  readonly path?: string
  readonly step?: string
}

interface CaseInput {
  readonly sample?: string
  readonly value?: unknown
  readonly set: Readonly<Record<string, unknown>>
  readonly key?: string
  readonly steps?: Readonly<Record<string, unknown>>
}

/** What a Sample document holds. */
export interface SampleRecord {
  readonly value: unknown
  readonly key?: string
  readonly steps?: Readonly<Record<string, unknown>>
}

export interface CaseResult {
  readonly title: string
  readonly at: Place
  readonly passed: boolean
  /** One line for each way in which the result is not what was expected. */
  readonly failures: readonly string[]
  readonly result?: MappedRecord
}

export function readCases(document: SourceDocument): Case[] {
  const cases = childOf(document.root, 'cases')
  if (cases?.kind !== 'list') return []
  return cases.items.flatMap((item) => (item.kind === 'map' ? [readCase(item)] : []))
}

function readCase(node: MapNode): Case {
  const plain = (key: string): unknown => {
    const child = childOf(node, key)
    return child && valueOf(child)
  }
  const input = (plain('input') ?? {}) as Partial<CaseInput>
  return {
    title: textOf(childOf(node, 'title')) ?? '',
    at: placeOf(node),
    settings: (plain('settings') ?? {}) as Record<string, unknown>,
    tables: (plain('tables') ?? {}) as Case['tables'],
    mode: (plain('mode') ?? 'create') as 'create' | 'update',
    input: { ...input, set: input.set ?? {} },
    ...(childOf(node, 'expect') && { expect: valueOf(childOf(node, 'expect') as DocumentNode) }),
    exact: plain('exact') === true,
    absent: (plain('absent') ?? []) as string[],
    problems: ((plain('problems') ?? []) as (string | DueProblem)[]).map((due) => (typeof due === 'string' ? { code: due } : due)),
  }
}

/** Runs one case: maps its input, and compares. */
export function runCase(
  tested: Case,
  compile: (options: CompileMappingOptions) => CompiledMapping,
  sample: (name: string) => SampleRecord | undefined,
): CaseResult {
  const { title, at, settings, mode, tables } = tested
  const input = inputOf(tested, sample)
  if (!input) return { title, at, passed: false, failures: [`there is no sample “${tested.input.sample}”`] }
  const mapping = compile({ settings, mode, tables })
  const result = mapping.run(input.record, input.context)
  const failures = compareResult(tested, result)
  return { title, at, passed: failures.length === 0, failures, result }
}

/** The record of a case, and what it is mapped with; undefined where there is no such sample. */
export function inputOf(
  { input }: Case,
  sample: (name: string) => SampleRecord | undefined,
): { record: unknown; context: { key?: string; steps?: Readonly<Record<string, unknown>> } } | undefined {
  const given: SampleRecord | undefined = input.sample === undefined ? { value: input.value } : sample(input.sample)
  if (!given) return undefined
  const record = Object.entries(input.set).reduce(
    (value, [path, change]) => setAt(value, parsePath(path), change),
    structuredClone(given.value),
  )
  const key = input.key ?? given.key
  const steps = input.steps ?? given.steps
  return { record, context: { ...(key !== undefined && { key }), ...(steps && { steps }) } }
}

function compareResult({ expect, exact, absent, problems }: Case, result: MappedRecord): string[] {
  const failures: string[] = []
  if (expect !== undefined) failures.push(...differences(expect, result.record, exact, []))
  for (const path of absent) {
    const found = valueAt(result.record, parsePath(path))
    if (found !== undefined) failures.push(`${path} is ${JSON.stringify(found)}, expected nothing`)
  }
  return [...failures, ...unexpectedProblems(problems, result.problems)]
}

/** Problems that were due and did not come, and those that came and were not due. */
export function unexpectedProblems(due: readonly DueProblem[], found: readonly Problem[]): string[] {
  const missing = due.filter((each) => !found.some((problem) => isDue(problem, each)))
  const extra = found.filter((problem) => !due.some((each) => isDue(problem, each)))
  return [
    ...missing.map(({ code, ...rest }) => `expected the problem ${code}${Object.keys(rest).length > 0 ? ` with ${shown(rest)}` : ''}`),
    ...extra.map(({ code, message, at }) => `problem ${code}: ${message}${placeWords(at)}`),
  ]
}

function isDue({ code, message, hint, at }: Problem, due: DueProblem): boolean {
  const places = ['field', 'path', 'step'] as const
  const says = message.includes(due.message ?? '') && hint.includes(due.hint ?? '')
  return code === due.code && says && places.every((key) => due[key] === undefined || at[key] === due[key])
}

function placeWords({ field, path, step }: Place): string {
  const words = Object.entries({ step, field, path }).flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]))
  return words.length > 0 ? ` (${words.join(', ')})` : ''
}

/** Where a value is not what was expected; of an object only the keys that are expected count, unless it must be exact. */
export function differences(expected: unknown, found: unknown, exact: boolean, path: (string | number)[]): string[] {
  const here = showPath(path) || 'the record'
  if (Array.isArray(expected)) {
    if (!Array.isArray(found)) return [`${here} is ${shown(found)}, expected a list`]
    if (found.length !== expected.length) return [`${here} has ${found.length} items, expected ${expected.length}`]
    return expected.flatMap((item, index) => differences(item, found[index], exact, [...path, index]))
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof found !== 'object' || found === null) return [`${here} is ${shown(found)}, expected an object`]
    const values = found as Record<string, unknown>
    const missing = Object.entries(expected).flatMap(([key, value]) =>
      differences(value, Object.hasOwn(values, key) ? values[key] : undefined, exact, [...path, key]),
    )
    const extra = exact ? Object.keys(values).filter((key) => !Object.hasOwn(expected, key)) : []
    return [...missing, ...extra.map((key) => `${showPath([...path, key])} is ${shown(values[key])}, expected nothing`)]
  }
  return Object.is(expected, found) ? [] : [`${here} is ${shown(found)}, expected ${shown(expected)}`]
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}

/** The record with one value changed; `{ remove: true }` takes it away. */
function setAt(value: unknown, [step, ...rest]: readonly (string | number)[], change: unknown): unknown {
  if (step === undefined) return change
  const parent: Record<string | number, unknown> =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : typeof step === 'number' ? ([] as never) : {}
  if (rest.length > 0) parent[step] = setAt(parent[step], rest, change)
  else if (isRemoval(change)) Reflect.deleteProperty(parent, step)
  else parent[step] = change
  return parent
}

function isRemoval(change: unknown): boolean {
  return typeof change === 'object' && change !== null && (change as { remove?: unknown }).remove === true
}
