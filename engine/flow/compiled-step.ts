import { type CompiledTemplate, isTrue } from '../expression/index.ts'
import { violationsOf } from '../mapping/attribute.ts'
import { type ContractCheck, compileContract } from '../mapping/contract.ts'
import { type ExplainedValue, explain } from '../mapping/explain.ts'
import { slotProblems } from '../mapping/failures.ts'
import type { Sites } from '../mapping/sites.ts'
import type { Problem } from '../problem.ts'
import type { Step } from './flow.ts'
import type { OpenFlow } from './open-flow.ts'
import { type ItemPlan, type Scope, type StepPlan, type StepProgram, type StepTarget, type Words, variablesOf } from './program.ts'
import { stepsRead } from './step-reads.ts'

/** A step whose expressions are compiled when they are first needed. */
export class CompiledStep implements StepProgram {
  readonly name: string
  readonly step: Step
  readonly target?: StepTarget
  readonly choices: readonly StepProgram[]
  readonly undo?: 'none' | StepProgram
  readonly #compiled: () => CompiledTemplate
  readonly #sites: Sites
  readonly #words: () => CompiledTemplate | undefined
  readonly #open: OpenFlow
  readonly #contracts = new Map<string, ContractCheck>()
  /** Steps that have to be behind before it can be asked which records this one is about. */
  readonly #reads: ReadonlySet<string>

  constructor(
    name: string,
    step: Step,
    target: StepTarget | undefined,
    choices: readonly StepProgram[],
    undo: 'none' | StepProgram | undefined,
    compiled: () => CompiledTemplate,
    sites: Sites,
    words: () => CompiledTemplate | undefined,
    open: OpenFlow,
  ) {
    this.name = name
    this.step = step
    if (target) this.target = target
    this.choices = choices
    if (undo) this.undo = undo
    this.#compiled = compiled
    this.#sites = sites
    this.#words = words
    this.#open = open
    const conditions = [...(step.match ?? []), ...(step.at ?? [])].map(({ value }) => value)
    this.#reads = stepsRead([step.shape.when, step.shape.each, ...conditions], [...open.flow.lets, ...step.shape.lets])
  }

  foreseeable(finished: ReadonlySet<string>): boolean {
    return [...this.#reads].every((name) => finished.has(name))
  }

  plan(scope: Scope): StepPlan {
    const { value, failures, warnings } = this.#compiled().run(scope.record, variablesOf(scope))
    const problems = slotProblems(failures, warnings, this.#sites, this.#open.flow.name).map((problem) => this.#located(problem))
    const { applies, items } = value as { applies?: unknown; items?: Record<string, unknown>[] }
    if (this.step.shape.when && !isTrue(applies)) return { applies: false, items: [], problems }
    return { applies: true, items: (items ?? []).map((item, index) => itemPlan(item, index)), problems }
  }

  lineage(scope: Scope, item: number): readonly ExplainedValue[] {
    const traced = this.#compiled().trace(scope.record, variablesOf(scope))
    const { values } = explain({ record: traced.value, problems: [] }, traced, this.#sites, this.#open.flow.name)
    return values.flatMap(({ path: [list, index, part, ...path], ...value }) =>
      list === 'items' && index === item && part === 'fields' && path.length > 0 ? [{ ...value, path }] : [],
    )
  }

  check(fields: unknown, mode: 'create' | 'update'): readonly Problem[] {
    if (!this.target) return []
    let contract = this.#contracts.get(mode)
    if (!contract) this.#contracts.set(mode, (contract = compileContract(this.#open.sources.schemas, this.target.view, mode)))
    return violationsOf(contract(fields), this.#sites, this.#open.flow.name, false).map((problem) => this.#located(problem))
  }

  words(scope: Scope, item: number): Words {
    const compiled = this.#words()
    if (!compiled) return {}
    const { value } = compiled.run(scope.record, variablesOf(scope))
    const { items } = value as { items?: Record<keyof Words, unknown>[] }
    const { message, hint } = items?.[item] ?? {}
    return { ...(typeof message === 'string' && { message }), ...(typeof hint === 'string' && { hint }) }
  }

  #located(problem: Problem): Problem {
    return { ...problem, at: { ...problem.at, flow: this.#open.flow.name, step: this.name } }
  }
}

function itemPlan(item: Record<string, unknown>, index: number): ItemPlan {
  const object = (key: string) => item[key] as Record<string, unknown> | undefined
  return {
    index,
    ...(object('match') && { match: object('match') }),
    ...(object('at') && { at: object('at') }),
    fields: object('fields') ?? {},
    apart: isTrue(item['apart']),
    holds: isTrue(item['holds']),
  }
}
