import { type Value as KnownValue, analyseExpression, types } from '../expression/index.ts'
import { suggestion } from '../document/nearest-name.ts'
import { type DocumentNode, type Entry, childOf, entryOf, keyPlaceOf, placeOf } from '../document/node.ts'
import { placeInScalar } from '../document/scalar-offsets.ts'
import { checkExpression } from '../mapping/check-expression.ts'
import { checkLets } from '../mapping/check-lets.ts'
import { type CheckMappingOptions, distinct } from '../mapping/check-mapping.ts'
import { checkShape, itemScope } from '../mapping/check-shape.ts'
import { TargetShape } from '../mapping/check-target.ts'
import type { CheckScope } from '../mapping/check-scope.ts'
import type { DataShape } from '../mapping/data-shape.ts'
import { recordScope } from '../mapping/record-scope.ts'
import { propertyNames, propertyOf } from '../mapping/schema.ts'
import { resolveSettings } from '../mapping/settings.ts'
import { constantOf } from '../mapping/settings-constant.ts'
import type { ExpressionValue, Let, Shape, Value } from '../mapping/shape.ts'
import { shapeFor } from '../mapping/variant.ts'
import type { Problem } from '../problem.ts'
import { type Verb, verbs } from '../document/verbs.ts'
import type { Condition, ResourceName, Step } from './flow.ts'
import type { OpenFlow } from './open-flow.ts'
import { expandFlow, expandedMapping } from './expand.ts'
import { flowProblem } from './problems.ts'
import { type KnownResource, knownResource, versionsOf, unknownResource } from './resources.ts'
import { stepsRead } from './step-reads.ts'

export interface CheckFlowOptions extends CheckMappingOptions {
  /** What a resource name means for the connections that are open; what they do not have is looked for in all documents. */
  readonly target?: (system: string, resource: string) => Omit<KnownResource, 'isRoute'> | undefined
}

/** Checks what a flow means. A flow without `from` is a fragment: its steps are checked where they are taken in. */
export function checkFlow(open: OpenFlow, options: CheckFlowOptions = {}): Problem[] {
  if (!open.flow.from) return [...open.problems]
  const settings = resolveSettings(open.facts.settings, options.settings ?? {})
  const expanded = expandFlow(open, { values: settings.values, ...(options.settingsNode && { node: options.settingsNode }) })
  const checker = new FlowChecker(expanded, options, settings.values)
  return distinct([...expanded.problems, ...settings.problems, ...checker.check(), ...checkExpansions(open, options)])
}

/** Steps that make steps, whatever there is to make them of. */
function checkExpansions(open: OpenFlow, options: CheckMappingOptions): Problem[] {
  const scope = { ...recordScope({ ...open, name: open.flow.name }, options), at: { flow: open.flow.name } }
  return open.flow.steps
    .filter(({ verb }) => verb === 'expand')
    .flatMap((step) => {
      const mapping = expandedMapping(step, open)
      if ('code' in mapping) return []
      const entry = { ...scope, context: { types: types.ANYTHING }, variables: { ...scope.variables, name: { types: types.STRING } } }
      return [
        ...checkValues([step.shape.each], scope),
        ...mapping.problems,
        ...checkShape(
          mapping.shape,
          { ...entry, contextName: `an entry of ${step.shape.each?.text ?? ''}`, at: { document: mapping.name } },
          {},
        ),
      ]
    })
}

class FlowChecker {
  readonly open: OpenFlow
  readonly options: CheckFlowOptions
  readonly settings: Readonly<Record<string, unknown>>
  readonly root: CheckScope
  readonly #results = new Map<string, KnownValue<DataShape>>()
  /** A step whose failure keeps what is done stands before. */
  #kept = false

  constructor(open: OpenFlow, options: CheckFlowOptions, settings: Readonly<Record<string, unknown>>) {
    this.open = open
    this.options = options
    this.settings = settings
    this.root = recordScope({ ...open, name: open.flow.name }, options)
  }

  check(): Problem[] {
    const { flow } = this.open
    const lets = checkLets(flow.lets, { ...this.root, at: { flow: flow.name } })
    return [
      ...lets.problems,
      ...this.checkHead(lets.scope),
      ...this.checkVerbs(childOf(flow.node, 'steps')),
      ...flow.steps.flatMap((step) => this.checkStep(step)),
    ]
  }

  private checkHead(scope: CheckScope): Problem[] {
    const { flow } = this.open
    const problems: Problem[] = []
    if (!flow.key) problems.push(flowProblem('flow.key-missing', { ...placeOf(flow.node), flow: flow.name }, {}))
    for (const value of [flow.where, flow.key])
      if (value) problems.push(...checkExpression(value, { ...scope, at: { flow: flow.name } }).problems)
    if (flow.key) problems.push(...this.checkKey(flow.key))
    if (flow.from) problems.push(...this.checkResource(flow.from.resource).problems)
    return problems
  }

  /** The key names a record for ever: neither clock nor chance nor earlier steps may have a say in it. */
  private checkKey(key: ExpressionValue): Problem[] {
    const { clock, random } = analyseExpression(key.text)
    const reads = stepsRead([key], this.open.flow.lets)
    const at = (offset: number) => ({ ...placeInScalar(key.node, offset), flow: this.open.flow.name })
    return [
      ...clock.map(({ start }) => flowProblem('flow.key-impure', at(start), { what: 'the clock' })),
      ...random.map(({ start }) => flowProblem('flow.key-impure', at(start), { what: 'a random number' })),
      ...[...reads].map((name) => flowProblem('flow.key-impure', at(0), { what: `$steps.${name}` })),
    ]
  }

  /** Every step, at whatever depth, has exactly one verb. */
  private checkVerbs(steps: DocumentNode | undefined): Problem[] {
    if (steps?.kind !== 'map') return []
    return steps.entries.flatMap((entry) => {
      const found = verbs.filter((verb) => entryOf(entry.value, verb))
      const choices = this.checkVerbs(childOf(entry.value, 'choose'))
      if (found.length === 1 || entry.value.kind !== 'map') return choices
      const told = found.length === 0 ? 'does nothing' : `does several things: ${found.join(', ')}`
      return [flowProblem('flow.verb', this.placeOfStep(entry), { step: entry.key, found: told }), ...choices]
    })
  }

  private checkStep(step: Step): Problem[] {
    const outside = checkLets(this.open.flow.lets, this.scopeOf(step)).scope
    const inside = step.shape.each ? itemScope(step.shape.each, outside) : outside
    const known = step.resource && this.checkResource(step.resource)
    const problems = [
      ...this.checkWords(step),
      ...this.checkUndo(step),
      ...this.checkOrder(step),
      ...(known?.problems ?? []),
      ...checkValues([step.shape.when, step.shape.each], outside),
      ...checkValues([step.condition, step.apart, step.message, step.hint], checkLets(step.shape.lets, inside).scope),
      ...(known?.resources ?? [undefined]).flatMap((resource) => this.checkVariant(step, resource, inside)),
      ...step.choices.flatMap((choice) => this.checkStep(choice)),
      ...(step.undo && step.undo !== 'none' ? this.checkStep({ ...step.undo, undo: 'none' }) : []),
    ]
    this.#kept ||= step.onError === 'keep'
    this.#results.set(step.name, this.resultOf(step, known?.resources[0]))
    const [group = '', ...member] = step.name.split('.')
    if (member.length > 0) this.#results.set(group, { types: types.ANYTHING })
    return problems
  }

  /** What a step does to one item, in one version of the API: the target takes one at a time, whatever the step's `each`. */
  private checkVariant(step: Step, resource: KnownResource | undefined, scope: CheckScope): Problem[] {
    const mode = step.verb === 'update' ? 'update' : 'create'
    const { each: _each, when: _when, ...item } = shapeFor(step.shape, { mode, ...(resource?.api !== undefined && { api: resource.api }) })
    const isOff = constantOf(step.shape.when, this.settings) === false
    const target =
      resource?.view && item.fields.length > 0 && !isOff ? new TargetShape(this.open.sources.schemas, resource.view, mode) : undefined
    return [
      ...checkShape(item, scope, this.settings, target),
      ...this.checkConditions(step.match, resource, checkLets(step.shape.lets, scope).scope),
      ...this.checkConditions(step.at, undefined, checkLets(step.shape.lets, scope).scope),
      ...this.checkAlong(step, resource),
    ]
  }

  /** What is read along is there to be read. */
  private checkAlong({ along, name: step }: Step, resource: KnownResource | undefined): Problem[] {
    const view = resource?.view
    if (!view) return []
    const unknown = along.filter(({ name }) => !propertyOf(this.open.sources.schemas, view, name))
    return unknown.map(({ name, node }) => {
      const advised = suggestion(name, propertyNames(this.open.sources.schemas, view))
      const at = { ...placeOf(node), flow: this.open.flow.name, step }
      return flowProblem('flow.property-unknown', at, { property: name, target: view.schema.title ?? view.name, ...advised })
    })
  }

  /** A step can read the results of those before it alone, also by way of named values. */
  private checkOrder(step: Step): Problem[] {
    const names = this.open.flow.steps.map(({ name }) => name)
    return valuesOf(step).flatMap((value) => {
      const at = { ...placeOf(value.node), flow: this.open.flow.name, step: step.name }
      const unknown = [...stepsRead([value], [...this.open.flow.lets, ...letsOf(step.shape)])].filter((name) => !this.#results.has(name))
      return unknown.map((name) =>
        names.includes(name)
          ? flowProblem('flow.step-later', at, { name })
          : flowProblem('flow.step-unknown', at, { name, ...suggestion(name, names) }),
      )
    })
  }

  /** The values that a record is found by, and that the target knows the properties. */
  private checkConditions(conditions: readonly Condition[] | undefined, resource: KnownResource | undefined, inner: CheckScope): Problem[] {
    return (conditions ?? []).flatMap(({ name, value, entry }) => {
      const own = value.kind === 'expression' ? [...checkExpression(value, { ...inner, at: { ...inner.at, field: name } }).problems] : []
      if (!resource?.view || propertyOf(this.open.sources.schemas, resource.view, name)) return own
      const advised = suggestion(name, propertyNames(this.open.sources.schemas, resource.view))
      const target = resource.view.schema.title ?? resource.view.name
      return [...own, flowProblem('flow.property-unknown', { ...keyPlaceOf(entry), ...inner.at }, { property: name, target, ...advised })]
    })
  }

  private checkResource({ system: name, resource, node }: ResourceName): { problems: Problem[]; resources: KnownResource[] } {
    const system = this.open.facts.systems.get(name)
    const at = { ...placeOf(node), flow: this.open.flow.name }
    if (!system)
      return {
        problems: [flowProblem('flow.system-unknown', at, { name, ...suggestion(name, this.open.facts.systems.keys()) })],
        resources: [],
      }
    const target = this.options.target?.(name, resource)
    if (target) return { problems: [], resources: [{ ...target, isRoute: false }] }
    const found = versionsOf(system, resource, this.open.facts).map((api) => ({
      api,
      known: knownResource(system, resource, api, this.open.sources),
    }))
    const unknown = found.filter(({ known }) => !known)
    const problems = unknown.map(({ api }) => unknownResource(at, system, resource, api, this.open.sources.schemas))
    return { problems, resources: found.flatMap(({ known }) => known ?? []) }
  }

  /** Words that mean nothing beside the verb, and what a verb cannot do without. */
  private checkWords(step: Step): Problem[] {
    const at = this.placeOfStep(step.entry)
    const problems = Object.entries(onlyWith)
      .filter(([word, allowed]) => entryOf(step.entry.value, word) && !allowed.includes(step.verb))
      .map(([word]) =>
        flowProblem('flow.key-has-no-meaning', { ...at, ...keyPlaceOf(entryOf(step.entry.value, word)!) }, { key: word, verb: step.verb }),
      )
    if ((step.verb === 'find' || step.verb === 'update') && !step.match && !step.at)
      problems.push(flowProblem('flow.match-missing', at, { step: step.name }))
    return problems
  }

  private checkUndo(step: Step): Problem[] {
    const at = this.placeOfStep(step.entry)
    const cannotUndo = this.#kept || step.onError === 'keep'
    if (step.verb === 'call' && step.undo === undefined && !cannotUndo) return [flowProblem('flow.undo-missing', at, { step: step.name })]
    if (step.undo !== undefined && step.undo !== 'none' && cannotUndo)
      return [flowProblem('flow.undo-unused', at, { step: step.name, onError: step.onError })]
    return []
  }

  private scopeOf(step: Step): CheckScope {
    const steps: KnownValue<DataShape> = { types: types.OBJECT, origin: { root: 'steps', path: [] }, fields: this.#results }
    return { ...this.root, variables: { ...this.root.variables, steps }, at: { flow: this.open.flow.name, step: step.name } }
  }

  private resultOf(step: Step, resource: KnownResource | undefined): KnownValue<DataShape> {
    if (step.verb === 'choose' || !resource?.view) return { types: types.ANYTHING }
    const one: KnownValue<DataShape> = { types: types.OBJECT | types.UNDEFINED, shape: { view: resource.view, samples: [] } }
    const isList = step.shape.each !== undefined || step.many
    return isList ? { types: types.ARRAY | types.UNDEFINED, items: one } : one
  }

  private placeOfStep(entry: Entry) {
    return { ...keyPlaceOf(entry), flow: this.open.flow.name, step: entry.key }
  }
}

/** Which verbs a word of a step says something to. */
const onlyWith: Record<string, readonly Verb[]> = {
  match: ['find', 'create', 'update'],
  at: ['find', 'create', 'update', 'call'],
  many: ['find'],
  with: ['find'],
  cache: ['find'],
  apart: ['create'],
  method: ['call'],
  onMissing: ['find', 'update'],
  onFound: ['create'],
  message: ['find', 'update', 'require'],
  hint: ['find', 'update', 'require'],
  fields: ['create', 'update', 'call'],
  undo: ['create', 'update', 'call'],
}

function checkValues(values: readonly (Value | undefined)[], scope: CheckScope): Problem[] {
  return values.flatMap((value) => (value?.kind === 'expression' ? [...checkExpression(value, scope).problems] : []))
}

/** Every expression of a step, but those of the steps inside it. */
function valuesOf(step: Step): Value[] {
  const conditions = [...(step.match ?? []), ...(step.at ?? [])].map(({ value }) => value)
  return [step.condition, step.apart, step.message, step.hint, ...conditions, ...shapeValues(step.shape)].filter(
    (value) => value !== undefined,
  )
}

function shapeValues(shape: Shape): (Value | undefined)[] {
  const fields = shape.fields.flatMap((field) => (field.kind === 'leaf' ? [field.value, field.when, field.default] : shapeValues(field)))
  return [shape.when, shape.each, ...shape.lets.map(({ value }) => value), ...fields, ...(shape.parts ?? []).flatMap(shapeValues)]
}

function letsOf(shape: Shape): Let[] {
  const inner = [...shape.fields.filter((field) => field.kind === 'shape'), ...(shape.parts ?? [])]
  return [...shape.lets, ...inner.flatMap(letsOf)]
}
