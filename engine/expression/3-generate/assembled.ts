import { withoutBlanks } from '../runtime/blank.ts'
import { hasFields, isBlankAbsent, noteFailure, required, type Notes } from '../runtime/template.ts'
import { isOver } from '../runtime/error.ts'
import { items, none, wrapped } from '../runtime/list.ts'
import { charge } from '../runtime/meter.ts'
import { isTrue } from '../runtime/operators.ts'
import { checkResult } from '../runtime/result.ts'
import { own } from '../runtime/read.ts'
import { setOwn } from '../runtime/object.ts'
import { SlotScope } from '../runtime/slot-scope.ts'
import { cleanConstant } from '../runtime/template.ts'
import { trace } from '../runtime/trace.ts'
import type {
  LeafTemplate,
  Let,
  ListTemplate,
  NodeValue,
  ObjectTemplate,
  PartTemplate,
  Slot,
  Template,
  TemplateOptions,
} from '../template.ts'
import { type CompiledSlot, compileSlot, type SlotFunction, type Visible } from './slot.ts'
import { TemplateProblems } from './template-problem.ts'
import { nodeValues, type SlotUse } from './tracer.ts'

/** Where a part of a template is evaluated. */
interface Place {
  context: unknown
  self: unknown
  scope: SlotScope
  /** In the result. */
  path: readonly (string | number)[]
}

type Part = (place: Place) => unknown

export interface AssembledTemplate {
  run(source: unknown, variables: Record<string, unknown>, notes: Notes): unknown
  /** What the trace that has just run holds of each node. */
  nodes(): NodeValue[]
}

/**
 * Compiles a template slot by slot, and reuses every slot whose text it has met before: a mapping in which one expression changed is
 * compiled in the time of that one. It runs slower than the fused function, and goes on after a failure, so that all of them are told.
 *
 * @throws TemplateError
 */
export function assembleTemplate(template: Template, options: TemplateOptions, isTraced: boolean): AssembledTemplate {
  const assembler = new Assembler(options, isTraced)
  const { constants = {}, variables: names = [] } = options
  const given = ['source', ...Object.keys(constants), ...names]
  const visible: Visible = new Map([...given.map((each) => [each, 'given'] as const), ['$', 'own']])
  const part = assembler.template(template, visible, true)
  assembler.problems.refuse()
  return {
    run(source, variables, notes) {
      const scope = new SlotScope(notes)
      for (const name of names) scope.set(name, own(variables, name))
      for (const name of Object.keys(constants)) scope.set(name, cleanConstant(options, constants[name]))
      scope.set('source', source)
      scope.set('$', source)
      return part({ context: wrapped(source), self: source, scope, path: [] })
    },
    nodes: () => assembler.slots.flatMap(({ site, nodes }) => nodeValues(site, nodes)),
  }
}

class Assembler {
  readonly problems = new TemplateProblems()
  readonly slots: { site: number; nodes: CompiledSlot['nodes'] }[] = []
  private readonly isTraced: boolean
  private readonly isDocument: boolean
  private readonly isBlankAbsent: boolean

  constructor(options: TemplateOptions, isTraced: boolean) {
    this.isTraced = isTraced
    this.isDocument = (options.profile ?? 'document') === 'document'
    this.isBlankAbsent = isBlankAbsent(options)
  }

  template(template: Template, visible: Visible, isRoot: boolean): Part {
    const { kind, site } = template
    const part = kind === 'leaf' ? this.leaf(template, visible) : this.container(template, visible, isRoot)
    if (!this.isTraced) return part
    return (place) => {
      const output = trace.open(kind, site, place.path.slice(), place.scope.indexes.slice())
      const value = part(place)
      trace.close(output, value)
      return value
    }
  }

  private container(template: ObjectTemplate | ListTemplate, visible: Visible, isRoot: boolean): Part {
    const { lets, when } = template
    const inner = new Map([...visible, ...lets.map(({ name }) => [name, 'own'] as const)])
    this.problems.checkCycles(lets)
    const holds = when && this.slot(when, visible, 'itself')
    const computed = lets.map((each) => ({ name: each.name, compute: this.let(each, inner) }))
    const part = template.kind === 'object' ? this.object(template, inner, isRoot) : this.list(template, inner)
    return (place) => {
      if (holds && !isTrue(holds(place))) return undefined
      if (computed.length === 0) return part(place)
      const own = { ...place, scope: new SlotScope(place.scope.notes, place.scope) }
      for (const { name, compute } of computed) compute(name, own)
      return part(own)
    }
  }

  private leaf({ site, value, when, default: fallback, required: isRequired }: LeafTemplate, visible: Visible): Part {
    const holds = when && this.slot(when, visible, 'itself')
    const first = this.slot(value, visible)
    const second = fallback && this.slot(fallback, visible)
    return (place) => {
      if (holds && !isTrue(holds(place))) return undefined
      let result = first(place)
      if (second && (result === undefined || result === null)) result = second(place)
      return attempted(site, place, () => {
        const { size } = place.scope.notes
        size.values++
        checkResult(result, size)
        return isRequired ? required(result) : result
      })
    }
  }

  private object({ entries }: ObjectTemplate, visible: Visible, isRoot: boolean): Part {
    const fields = entries.map(({ key, value }) => ({ key, part: this.template(value, visible, false) }))
    return (place) => {
      const object: Record<string, unknown> = {}
      for (const { key, part } of fields) {
        const value = part({ ...place, path: [...place.path, key] })
        if (value !== undefined) setOwn(object, key, value)
      }
      return isRoot || hasFields(object) ? object : undefined
    }
  }

  private list({ parts }: ListTemplate, visible: Visible): Part {
    const all = parts.map((part) => this.part(part, visible))
    return (place) => {
      const list: unknown[] = []
      for (const part of all) part(place, list)
      return list
    }
  }

  private part({ when, each, item }: PartTemplate, visible: Visible): (place: Place, list: unknown[]) => void {
    const holds = when && this.slot(when, visible, 'itself')
    const gives = each && this.slot(each, visible, 'itself', true)
    const inner = each ? new Map([...visible, ['index', 'own'] as const, ['$', 'own'] as const]) : visible
    const part = this.template(item, inner, false)
    const push = (place: Place, list: unknown[]) => {
      const object = part({ ...place, path: [...place.path, list.length] })
      if (object !== undefined) list.push(object)
    }
    return (place, list) => {
      if (holds && !isTrue(holds(place))) return
      if (!gives) return push(place, list)
      ;(gives(place) as readonly unknown[]).forEach((value, index, found) => {
        const scope = new SlotScope(place.scope.notes, place.scope, found, index)
        scope.set('index', index)
        scope.set('$', value)
        push({ context: value, self: value, scope, path: place.path }, list)
      })
    }
  }

  /** What a let comes to when it is first read. */
  private let({ value }: Let, visible: Visible): (name: string, place: Place) => void {
    const compute = this.value(value, visible)
    const { site } = value
    return (name, place) => {
      if (value.kind === 'constant' && !this.isTraced) return place.scope.set(name, value.value)
      place.scope.lazy(name, (lazy) => {
        if (!this.isTraced) return compute(place)
        const collector = (lazy.collector = trace.begin(site, place.scope.indexes))
        const result = compute(place)
        trace.end(collector)
        return result
      })
    }
  }

  /** @param isList its value is wanted as a list of items */
  private slot(slot: Slot, visible: Visible, use: SlotUse = 'whole', isList = false): Part {
    const { site } = slot
    const value = this.value(slot, visible)
    const itemsOf = (found: unknown) => charged(items(found))
    const tried = (work: Part): Part => (slot.kind === 'constant' ? work : (place) => attempted(site, place, () => work(place)))
    if (!this.isTraced) {
      if (!isList) return tried(value)
      const list = tried((place) => itemsOf(value(place)))
      return (place) => list(place) ?? none
    }
    const evaluate = tried(value)
    return (place) => {
      if (slot.kind === 'constant' && !isList) return evaluate(place)
      const collector = trace.begin(site, place.scope.indexes)
      // A single item is known to the trace as itself, not as a list that was made of it.
      const result = evaluate(place)
      if (use === 'whole') trace.whole(result)
      else trace.itself(result)
      trace.end(collector)
      if (!isList) return result
      const list = (attempted(site, place, () => itemsOf(result)) ?? none) as readonly unknown[]
      trace.derive(list, collector)
      return list
    }
  }

  private value(slot: Slot, visible: Visible): Part {
    if (slot.kind === 'constant') {
      const { value } = slot
      return typeof value === 'object' && value !== null ? () => structuredClone(value) : () => value
    }
    const evaluate = this.compiled(slot, visible)
    if (!this.isBlankAbsent) return ({ context, self, scope }) => evaluate(context, self, scope)
    return ({ context, self, scope }) => withoutBlanks(evaluate(context, self, scope))
  }

  private compiled(slot: Extract<Slot, { kind: 'expression' }>, visible: Visible): SlotFunction {
    const tree = this.problems.parse(slot)
    const { isDocument, isTraced } = this
    const compiled = tree && this.problems.allowed(slot.site, () => compileSlot(tree, visible, { isDocument, isTraced }))
    if (!compiled) return () => undefined
    this.slots.push({ site: slot.site, nodes: compiled.nodes })
    return compiled.at(slot.site)
  }
}

/** Each item will be gone through. */
function charged(list: readonly unknown[]): readonly unknown[] {
  charge(list.length)
  return list
}

/** A failure is noted, and its value is missing. When the time is up, nothing more is evaluated. */
function attempted(site: number, { scope: { notes, indexes } }: Place, work: () => unknown): unknown {
  if (notes.isOver) return undefined
  try {
    return work()
  } catch (error) {
    notes.isOver = isOver(error)
    noteFailure(notes, site, [...indexes], error)
    return undefined
  }
}
