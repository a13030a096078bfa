import type { SourceDocument } from '../document/document-set.ts'
import type { MapNode } from '../document/node.ts'
import { parseText } from '../document/parse.ts'
import { compileFlow } from '../flow/compile-flow.ts'
import type { FlowProgram, FlowStep, Scope, StepProgram, StepTarget } from '../flow/program.ts'
import { openFlow } from '../flow/open-flow.ts'
import { settingsNode } from '../flow/settings-node.ts'
import { type PackedSources, packSources, unpackSources } from './documents.ts'

/** A flow as it goes to the threads that evaluate it: its documents, the values of its settings, and what its resources are. */
export interface PackedFlow {
  readonly kind: 'flow'
  readonly sources: PackedSources
  readonly flow: { readonly packageName: string; readonly name: string }
  readonly settings: Readonly<Record<string, unknown>>
  /** The text in which settings were written, where that is not the integration's. */
  readonly settingsText?: { readonly file: string; readonly text: string }
  /** Version of the API by `system.resource`; null where the resource has none. */
  readonly targets: Readonly<Record<string, string | null>>
}

/** What a flow was compiled with. */
export interface FlowOptions {
  readonly settings: Readonly<Record<string, unknown>>
  readonly integration?: SourceDocument
  readonly settingsNode?: MapNode
}

/** One question to a flow's expressions; a step is its place among all steps of the flow. */
export type FlowQuestion =
  | { readonly ask: 'check' | 'admit'; readonly record: unknown }
  | { readonly ask: 'value'; readonly name: string; readonly scope: Scope }
  | { readonly ask: 'plan'; readonly step: number; readonly scope: Scope }
  | { readonly ask: 'words' | 'lineage'; readonly step: number; readonly scope: Scope; readonly item: number }

/** Packs a flow that was compiled, and so is without errors. */
export function packFlow({ flow, steps }: FlowProgram, { settings, integration, settingsNode: given }: FlowOptions): PackedFlow {
  const { packageName, name } = flow.document
  const targets: Record<string, string | null> = {}
  for (const { target } of allSteps(steps)) if (target) targets[targetKey(target.system, target.resource)] = target.api ?? null
  return {
    kind: 'flow',
    sources: packSources(flow.sources, packageName, flow.source.schema === undefined ? [] : [flow.source.schema], integration),
    flow: { packageName, name },
    settings,
    ...(given && { settingsText: { file: given.source.file, text: given.source.text } }),
    targets,
  }
}

/** The other way round, in the thread that evaluates. @returns what answers questions to the flow */
export function openPackedFlow({
  sources: packed,
  flow,
  settings,
  settingsText,
  targets,
}: PackedFlow): (question: FlowQuestion) => unknown {
  const sources = unpackSources(packed)
  const node = settingsNode(integrationOf(packed, sources), settingsText && rootOf(settingsText))
  const target = (system: string, resource: string): StepTarget | undefined => {
    const key = targetKey(system, resource)
    if (!Object.hasOwn(targets, key)) return undefined
    const api = targets[key]
    // What the target wants to be sent is checked where it is sent.
    return { system, resource, ...(api != null && { api }), view: { name: '', schema: {} } }
  }
  const document = sources.documents.find('Flow', `${flow.packageName}/${flow.name}`)!
  const program = compileFlow(openFlow(document, sources), { settings, target, ...(node && { settingsNode: node }) })
  const steps = [...allSteps(program.steps)]
  return (question) => answer(program, steps, question)
}

function answer(program: FlowProgram, steps: readonly StepProgram[], question: FlowQuestion): unknown {
  switch (question.ask) {
    case 'check':
    case 'admit':
      return program[question.ask](question.record)
    case 'value':
      return program.value(question.name, question.scope)
    case 'plan':
      return steps[question.step]!.plan(question.scope)
    case 'words':
    case 'lineage':
      return steps[question.step]![question.ask](question.scope, question.item)
  }
}

/** A flow's steps with their choices and undos, always in the same order: so a step is named by its place. */
export function* allSteps<Step extends FlowStep>(steps: readonly Step[]): Generator<Step> {
  for (const step of steps) {
    yield step
    yield* allSteps(step.choices as readonly Step[])
    if (typeof step.undo === 'object') yield* allSteps([step.undo as Step])
  }
}

function integrationOf({ integration }: PackedSources, { documents }: ReturnType<typeof unpackSources>): SourceDocument | undefined {
  return integration && documents.find('Integration', `${integration.packageName}/${integration.name}`)
}

function rootOf({ file, text }: { readonly file: string; readonly text: string }): MapNode | undefined {
  const [root] = parseText(text, file).roots
  return root?.kind === 'map' ? root : undefined
}

function targetKey(system: string, resource: string): string {
  return `${system}.${resource}`
}
