import type { ExplainedValue } from '../mapping/explain.ts'
import type { SchemaView } from '../mapping/schema.ts'
import type { Problem } from '../problem.ts'
import type { Step } from './flow.ts'
import type { OpenFlow } from './open-flow.ts'

/** What a step works on: a collection in a version of an API, or a route, with the schema of what is sent. */
export interface StepTarget {
  readonly system: string
  readonly resource: string
  readonly api?: string
  readonly view: SchemaView
}

/** What the expressions of a step see of the record's way so far. */
export interface Scope {
  readonly record: unknown
  /** In its short form. */
  readonly key: string
  readonly steps: Readonly<Record<string, unknown>>
}

/** What a flow does in which order, without its expressions. */
export interface FlowOutline {
  readonly flow: OpenFlow
  readonly steps: readonly FlowStep[]
}

/** A flow whose expressions are compiled. It executes nothing. */
export interface FlowProgram extends FlowOutline {
  readonly steps: readonly StepProgram[]
  /** What is wrong with a record before any expression sees it. */
  check(record: unknown): readonly Problem[]
  /** Whether `where` lets the record in, and the name it has for ever. */
  admit(record: unknown): Admission
  /** The flow's own values, by name: `number`. */
  value(name: string, scope: Scope): unknown
}

export interface Admission {
  readonly accepted: boolean
  /** As the flow's expression gives it. */
  readonly key?: string
  /** As documents carry it: `$key`. */
  readonly shortKey?: string
  readonly problems: readonly Problem[]
}

/** A step for one record: whether it applies, and what it does for each of its items. */
export interface StepPlan {
  readonly applies: boolean
  readonly items: readonly ItemPlan[]
  readonly problems: readonly Problem[]
}

export interface ItemPlan {
  readonly index: number
  readonly match?: Readonly<Record<string, unknown>>
  readonly at?: Readonly<Record<string, unknown>>
  readonly fields: Readonly<Record<string, unknown>>
  readonly apart: boolean
  /** Of require: whether the condition holds. */
  readonly holds: boolean
}

export interface FlowStep {
  readonly name: string
  readonly step: Step
  readonly target?: StepTarget
  readonly choices: readonly FlowStep[]
  /** What takes the effect of an item back, where it is said: its items are those of the step. */
  readonly undo?: 'none' | FlowStep
  /** Whether the questions of the step can be asked before it runs: all steps that they read have finished. */
  foreseeable(finished: ReadonlySet<string>): boolean
  /** What the target's contract has against the fields of an item. */
  check(fields: unknown, mode: 'create' | 'update'): readonly Problem[]
}

export interface StepProgram extends FlowStep {
  readonly choices: readonly StepProgram[]
  readonly undo?: 'none' | StepProgram
  plan(scope: Scope): StepPlan
  /** SO-B06: for each value of the fields of an item, what of the record, the settings, the tables and earlier steps made it, and which line. */
  lineage(scope: Scope, item: number): readonly ExplainedValue[]
  /** The step's own words for an item that went wrong. */
  words(scope: Scope, item: number): Words
}

export interface Words {
  readonly message?: string
  readonly hint?: string
}

/** What the expressions of a step see by name. */
export function variablesOf({ key, steps }: Scope): Record<string, unknown> {
  return { key, steps }
}
