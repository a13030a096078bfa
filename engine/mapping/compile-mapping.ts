import { type CompiledTemplate, type TableValues, type TemplateResult, compileTemplate } from '../expression/index.ts'
import { type Problem, ProblemError, isError } from '../problem.ts'
import { apiVersion } from './api-version.ts'
import { type ContractCheck, compileContract } from './contract.ts'
import { violationsOf } from './attribute.ts'
import { type Explanation, explain } from './explain.ts'
import { slotProblems } from './failures.ts'
import { type Mapping, systemOf, targetView } from './mapping.ts'
import { mappingProblem } from './problems.ts'
import { resolveSettings } from './settings.ts'
import type { Mode } from './shape.ts'
import { Sites } from './sites.ts'
import { type SourceCheck, compileSourceCheck } from './source-check.ts'
import type { OnMiss } from './table.ts'
import { shapeTemplate } from './to-template.ts'
import { shapeFor } from './variant.ts'

export interface CompileMappingOptions {
  /** Values of settings; the defaults are filled in. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** Rows by table name, or whole tables; they stand in for those of the package. */
  readonly tables?: Readonly<
    Record<string, Readonly<Record<string, unknown>> | { readonly rows: Readonly<Record<string, unknown>>; readonly onMiss?: OnMiss }>
  >
  readonly mode?: Mode
  /** A version of the target's API; the package's System says it otherwise. */
  readonly api?: string
  /** Milliseconds since 1970, for $now and $millis. */
  readonly clock?: () => number
  /** The mapping is being edited: expressions that did not change are not compiled again. It maps the same, but slower. */
  readonly isEdited?: boolean
}

/** What a record is mapped with, besides itself. */
export interface RecordContext {
  /** The record's key in its short form: `$key`. */
  readonly key?: string
  /** What earlier steps of a flow gave: `$steps`. */
  readonly steps?: Readonly<Record<string, unknown>>
}

export interface MappedRecord {
  readonly record: unknown
  /** With an error among them the record must not be sent. */
  readonly problems: readonly Problem[]
}

export interface CompiledMapping {
  readonly mapping: Mapping
  readonly api: string | undefined
  readonly settings: Readonly<Record<string, unknown>>
  /** Does not throw on data: whatever is wrong with a record is a problem that names it. */
  run(record: unknown, context?: RecordContext): MappedRecord
  /** The same, and how each value came about: source leaves, settings, table rows, lines of the document, values of every part. */
  explain(record: unknown, context?: RecordContext): Explanation
  /** The generated JavaScript. */
  readonly source: string
}

/** Compiles a mapping for one variant. Throws a ProblemError with every problem of the documents and settings. */
export function compileMapping(mapping: Mapping, options: CompileMappingOptions = {}): CompiledMapping {
  const settings = resolveSettings(mapping.facts.settings, options.settings ?? {})
  refuseErrors([...mapping.problems, ...settings.problems])
  const mode = options.mode ?? 'create'
  const api =
    options.api ?? (mapping.target === undefined ? undefined : apiVersion(systemOf(mapping.facts, mapping.target), settings.values))
  const sites = new Sites()
  const template = shapeTemplate(shapeFor(mapping.shape, { mode, ...(api !== undefined && { api }) }), sites)
  const compiled = compileTemplate(template, {
    profile: 'document',
    constants: { settings: settings.values },
    tables: tableValues(mapping, options.tables),
    variables: ['key', 'steps'],
    ...(mapping.source?.blank && { blank: 'absent' as const }),
    ...(options.clock && { clock: options.clock }),
    ...(options.isEdited && { isEdited: true }),
  })
  return new Compiled(
    mapping,
    api,
    settings.values,
    sites,
    compiled,
    contractOf(mapping, api, mode),
    compileSourceCheck(mapping.sources.schemas, mapping.source?.schema),
  )
}

class Compiled implements CompiledMapping {
  readonly mapping: Mapping
  readonly api: string | undefined
  readonly settings: Readonly<Record<string, unknown>>
  readonly #sites: Sites
  readonly #template: CompiledTemplate
  readonly #contract: ContractCheck | undefined
  readonly #sourceCheck: SourceCheck

  constructor(
    mapping: Mapping,
    api: string | undefined,
    settings: Readonly<Record<string, unknown>>,
    sites: Sites,
    template: CompiledTemplate,
    contract: ContractCheck | undefined,
    sourceCheck: SourceCheck,
  ) {
    this.mapping = mapping
    this.api = api
    this.settings = settings
    this.#sites = sites
    this.#template = template
    this.#contract = contract
    this.#sourceCheck = sourceCheck
  }

  get source(): string {
    return this.#template.source
  }

  run(record: unknown, context: RecordContext = {}): MappedRecord {
    const refused = this.#sourceCheck(record)
    if (refused.some(isError)) return { record: undefined, problems: refused }
    return this.#told(this.#template.run(record, variablesOf(context)), refused)
  }

  explain(record: unknown, context: RecordContext = {}): Explanation {
    const refused = this.#sourceCheck(record)
    if (refused.some(isError)) return { record: undefined, problems: refused, values: [], expressions: [] }
    const traced = this.#template.trace(record, variablesOf(context))
    return explain(this.#told(traced, refused), traced, this.#sites, this.mapping.name)
  }

  #told({ value, failures, warnings }: TemplateResult, refused: readonly Problem[]): MappedRecord {
    const violations = this.#contract?.(value) ?? []
    if (failures.length === 0 && warnings.length === 0 && violations.length === 0) return { record: value, problems: refused }
    // A property that failed is told as such; that it is missing follows from it.
    const failed = failures.length > 0
    const problems = [
      ...slotProblems(failures, warnings, this.#sites, this.mapping.name),
      ...violationsOf(violations, this.#sites, this.mapping.name, failed),
    ]
    return { record: value, problems: [...refused, ...problems] }
  }
}

/** `$source`, `$index` and `$settings` are the compiler's; a mapping that is tried without a flow has neither key nor steps. */
function variablesOf({ key, steps }: RecordContext): Record<string, unknown> {
  return { key, steps: steps ?? {} }
}

function refuseErrors(problems: readonly Problem[]): void {
  const errors = problems.filter(isError)
  if (errors.length > 0) throw new ProblemError(...errors)
}

function tableValues({ facts }: Mapping, given: CompileMappingOptions['tables'] = {}): Record<string, TableValues> {
  const tables: Record<string, TableValues> = {}
  for (const [name, { rows, onMiss }] of facts.tables) tables[name] = { rows: rows, onMiss: onMiss }
  for (const [name, table] of Object.entries(given)) {
    const whole = isTable(table) ? table : { rows: table }
    const onMiss = 'onMiss' in whole && whole.onMiss !== undefined ? whole.onMiss : (facts.tables.get(name)?.onMiss ?? 'error')
    tables[name] = { rows: whole.rows, onMiss: onMiss }
  }
  return tables
}

function isTable(value: object): value is { rows: Record<string, unknown>; onMiss?: OnMiss } {
  return (
    'rows' in value &&
    typeof value.rows === 'object' &&
    value.rows !== null &&
    Object.keys(value).every((key) => ['rows', 'onMiss', 'kind', 'name'].includes(key))
  )
}

function contractOf(mapping: Mapping, api: string | undefined, mode: Mode): ContractCheck | undefined {
  const view = targetView(mapping, api)
  if (!view) return undefined
  if ('code' in view) throw new ProblemError(view)
  return compileContract(mapping.sources.schemas, view, mode)
}

/** A mapping that makes nothing by itself cannot be run. */
export function requireTarget(mapping: Mapping): void {
  if (mapping.target === undefined) throw new ProblemError(mappingProblem('mapping.fragment', {}, { name: mapping.name }))
}
