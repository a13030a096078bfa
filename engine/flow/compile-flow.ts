import {
  type CompiledTemplate,
  type LeafTemplate,
  type ObjectTemplate,
  type TableValues,
  type Template,
  compileTemplate,
  isTrue,
} from '../expression/index.ts'
import type { DocumentNode } from '../document/node.ts'
import { slotProblems } from '../mapping/failures.ts'
import type { Shape, Value } from '../mapping/shape.ts'
import { type Role, Sites } from '../mapping/sites.ts'
import { compileSourceCheck } from '../mapping/source-check.ts'
import { letTemplates, shapeTemplate, slotOf } from '../mapping/to-template.ts'
import { shapeFor } from '../mapping/variant.ts'
import { once } from '../once.ts'
import { ProblemError, isError } from '../problem.ts'
import { CompiledStep } from './compiled-step.ts'
import { expandFlow } from './expand.ts'
import type { Condition, Step } from './flow.ts'
import { withoutIdleLets } from './idle-lets.ts'
import type { OpenFlow } from './open-flow.ts'
import { flowProblem } from './problems.ts'
import { type FlowProgram, type StepProgram, type StepTarget, variablesOf } from './program.ts'
import { shortKey } from './short-key.ts'

export interface CompileFlowOptions {
  /** Values of settings, with the defaults filled in. */
  readonly settings: Readonly<Record<string, unknown>>
  /** Where they were written, for what is wrong with steps that are made of them. */
  readonly settingsNode?: DocumentNode
  /** Rows by table name; they stand in for those of the package. */
  readonly tables?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** What a resource name means for this connection; undefined where there is no such thing. */
  readonly target: (system: string, resource: string) => StepTarget | undefined
  readonly clock?: () => number
}

/** Compiles a flow for one connection and one set of settings. Throws a ProblemError with every problem of the documents. */
export function compileFlow(given: OpenFlow, options: CompileFlowOptions): FlowProgram {
  const { settings, settingsNode } = options
  const open = expandFlow(given, { values: settings, ...(settingsNode && { node: settingsNode }) })
  const errors = open.problems.filter(isError)
  if (errors.length > 0) throw new ProblemError(...errors)
  const compiler = new Compiler(open, options)
  const steps = open.flow.steps.map((step) => compiler.step(step))
  return { flow: open, steps, ...compiler.root() }
}

class Compiler {
  readonly open: OpenFlow
  readonly options: CompileFlowOptions

  constructor(open: OpenFlow, options: CompileFlowOptions) {
    this.open = open
    this.options = options
  }

  root(): Pick<FlowProgram, 'check' | 'admit' | 'value'> {
    const { flow, sources, source } = this.open
    const sites = new Sites()
    const entries = { where: flow.where, key: flow.key }
    const template = this.values(entries, sites)
    const program = once(() => this.template(template))
    const values = new Map<string, CompiledTemplate>()
    return {
      check: compileSourceCheck(sources.schemas, source.schema),
      admit: (record) => {
        const result = program().run(record, { steps: {} })
        const problems = slotProblems(result.failures, result.warnings, sites, flow.name)
        const { where, key } = result.value as { where?: unknown; key?: unknown }
        if (flow.where && !isTrue(where) && !problems.some(isError)) return { accepted: false, problems }
        const text = typeof key === 'number' ? String(key) : key
        if (typeof text === 'string' && text.trim() !== '') return { accepted: true, key: text, shortKey: shortKey(text), problems }
        const parameters = { expression: flow.key?.text ?? '', found: text === undefined ? 'nothing' : typeof text }
        return { accepted: true, problems: [...problems, flowProblem('flow.key-empty', { flow: flow.name }, parameters)] }
      },
      value: (name, scope) => {
        let compiled = values.get(name)
        if (!compiled) values.set(name, (compiled = this.named(name)))
        return (compiled.run(scope.record, variablesOf(scope)).value as Record<string, unknown>)[name]
      },
    }
  }

  /** @param name of the step that chooses: what a choice gives is that step's result */
  step(step: Step, name = step.name): StepProgram {
    const { resource } = step
    const target = resource && this.options.target(resource.system, resource.resource)
    const mode = step.verb === 'update' ? 'update' : 'create'
    const shape = shapeFor(step.shape, { mode, ...(target?.api !== undefined && { api: target.api }) })
    const sites = new Sites()
    const template = this.stepTemplate(step, shape, sites)
    const words = this.wordsTemplate(step, shape)
    return new CompiledStep(
      name,
      step,
      target,
      step.choices.map((choice) => this.step(choice, name)),
      this.undo(step),
      // Compiled when it is first needed: most records of a flow pass few of its steps.
      once(() => this.template(template)),
      sites,
      once(() => words && this.template(words)),
      this.open,
    )
  }

  /** The undo of a step sees what the step saw, item by item. */
  private undo({ undo, shape }: Step): 'none' | StepProgram | undefined {
    if (undo === undefined || undo === 'none') return undo
    const lets = [...shape.lets.filter(({ name }) => !undo.shape.lets.some((own) => own.name === name)), ...undo.shape.lets]
    return this.step({ ...undo, shape: { ...undo.shape, ...(shape.each && { each: shape.each }), lets } })
  }

  /** `applies` is decided outside; each item has what the step needs of it. */
  private stepTemplate(step: Step, shape: Shape, sites: Sites): ObjectTemplate {
    const leaf = (value: Value, role: Role): LeafTemplate => leafOf(value, role, sites)
    const conditions = (list: readonly Condition[], role: Role): ObjectTemplate =>
      objectOf(
        sites,
        shape,
        list.map(({ name, value }) => ({ key: name, value: leaf(value, role) })),
      )
    const entries: { key: string; value: Template }[] = []
    if (step.match) entries.push({ key: 'match', value: conditions(step.match, 'match') })
    if (step.at) entries.push({ key: 'at', value: conditions(step.at, 'at') })
    if (step.apart) entries.push({ key: 'apart', value: leaf(step.apart, 'apart') })
    if (step.condition) entries.push({ key: 'holds', value: leaf(step.condition, 'require') })
    if (shape.fields.length > 0) {
      const { when: _when, each: _each, ...fields } = shape
      entries.push({ key: 'fields', value: shapeTemplate({ ...fields, lets: [] }, sites) })
    }
    return this.itemsTemplate(step, shape, sites, entries)
  }

  private wordsTemplate(step: Step, shape: Shape): ObjectTemplate | undefined {
    if (!step.message && !step.hint) return undefined
    const sites = new Sites()
    const entries = [
      ...(step.message ? [{ key: 'message', value: leafOf(step.message, 'message', sites) }] : []),
      ...(step.hint ? [{ key: 'hint', value: leafOf(step.hint, 'message', sites) }] : []),
    ]
    return this.itemsTemplate(step, shape, sites, entries)
  }

  private itemsTemplate(step: Step, shape: Shape, sites: Sites, entries: { key: string; value: Template }[]): ObjectTemplate {
    const { when, each, lets } = step.shape
    const site = sites.add({ field: '', role: 'value', value: { kind: 'constant', value: null, node: shape.node } })
    const item: ObjectTemplate = { kind: 'object', site, lets: letTemplates(lets, sites, ''), entries }
    return {
      kind: 'object',
      site,
      lets: letTemplates(this.open.flow.lets, sites, ''),
      entries: [
        ...(when ? [{ key: 'applies', value: leafOf(when, 'when', sites) }] : []),
        {
          key: 'items',
          value: {
            kind: 'list',
            site,
            lets: [],
            ...(when && { when: slotOf(when, sites, '', 'when') }),
            parts: [{ site, ...(each && { each: slotOf(each, sites, '', 'each') }), item }],
          },
        },
      ],
    }
  }

  private values(values: Readonly<Record<string, Value | undefined>>, sites: Sites): ObjectTemplate {
    const entries = Object.entries(values).flatMap(([key, value]) =>
      value ? [{ key, value: leafOf(value, key === 'key' ? 'key' : 'where', sites) }] : [],
    )
    const site = sites.add({ field: '', role: 'value', value: { kind: 'constant', value: null, node: this.open.flow.node } })
    return { kind: 'object', site, lets: letTemplates(this.open.flow.lets, sites, ''), entries }
  }

  private named(name: string): CompiledTemplate {
    const sites = new Sites()
    const value: Value | undefined = this.open.flow.lets.find((each) => each.name === name)?.value
    return this.template(this.values(value ? { [name]: value } : {}, sites))
  }

  private tables(): Record<string, TableValues> {
    const { tables = {} } = this.options
    const known = [...this.open.facts.tables].map(([name, { rows, onMiss }]) => [name, { rows: tables[name] ?? rows, onMiss }])
    return Object.fromEntries(known) as Record<string, TableValues>
  }

  private template(template: ObjectTemplate): CompiledTemplate {
    const { source } = this.open
    return compileTemplate(withoutIdleLets(template), {
      profile: 'document',
      constants: { settings: this.options.settings },
      tables: this.tables(),
      variables: ['key', 'steps'],
      ...(source.blank && { blank: 'absent' as const }),
      ...(this.options.clock && { clock: this.options.clock }),
    })
  }
}

function leafOf(value: Value, role: Role, sites: Sites): LeafTemplate {
  const slot = slotOf(value, sites, role === 'value' ? '' : role, role)
  return { kind: 'leaf', site: slot.site, value: slot }
}

function objectOf(sites: Sites, shape: Shape, entries: { key: string; value: Template }[]): ObjectTemplate {
  return {
    kind: 'object',
    site: sites.add({ field: '', role: 'value', value: { kind: 'constant', value: null, node: shape.node } }),
    lets: [],
    entries,
  }
}
