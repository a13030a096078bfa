import {
  type DocumentNode,
  type Entry,
  childOf,
  effectiveDocument,
  entryOf,
  overlayOfIntegration,
  textOf,
  verbs,
  valueOf,
} from '../../../engine/index.ts'
import type { Project } from '../project.ts'
import { findIntegration } from './settings-view.ts'

/** One step of a flow, as it holds. */
export interface FlowStep {
  readonly name: string
  readonly title?: string
  readonly verb: string
  /** `system.resource`, a route, a mapping or a condition, by the verb. */
  readonly subject: string
  readonly facts: readonly FlowFact[]
  /** The mappings that it takes in. */
  readonly uses: readonly string[]
  readonly fieldCount: number
  readonly state: 'default' | 'added' | 'overridden' | 'removed'
  readonly place: { readonly path: string; readonly from: number; readonly to: number }
  readonly choices: readonly FlowStep[]
}

export interface FlowFact {
  readonly label: 'when' | 'each' | 'match' | 'at' | 'found' | 'missing' | 'error' | 'undo' | 'apart' | 'cache' | 'message'
  readonly text: string
  readonly isExpression: boolean
}

export interface FlowView {
  readonly title: string
  readonly description?: string
  readonly from: string
  readonly where?: string
  readonly key?: string
  readonly steps: readonly FlowStep[]
  readonly path: string
  readonly overlayPath?: string
}

/** The steps of a flow in their order, with what an integration changes. */
export function flowView(project: Project, packageName: string, name: string, integrationName: string | undefined): FlowView | undefined {
  const document = project.documents.find('Flow', `${packageName}/${name}`)
  if (!document) return undefined
  const integration = integrationName === undefined ? undefined : findIntegration(project, integrationName)
  const overlay = integration && overlayOfIntegration(integration)
  const { root } = effectiveDocument(document, project.documents, overlay)
  const text = (key: string) => textOf(childOf(root, key))
  const overlaid = new Set(integration ? [integration.file] : [])
  return {
    title: text('title') ?? name,
    ...(text('description') !== undefined && { description: text('description')! }),
    from: describeSource(childOf(root, 'from')),
    ...(text('where') !== undefined && { where: text('where')! }),
    ...(text('key') !== undefined && { key: text('key')! }),
    steps: stepsOf(childOf(root, 'steps'), document.root, overlaid, ['steps']),
    path: document.file,
    ...(integration && overlay?.of('Flow', name) && { overlayPath: integration.file }),
  }
}

function describeSource(from: DocumentNode | undefined): string {
  if (!from) return 'taken in by other flows'
  const receive = textOf(childOf(from, 'receive'))
  if (receive !== undefined) return `received as ${receive}`
  const [read, every, since] = ['read', 'every', 'since'].map((key) => textOf(childOf(from, key)))
  return [`read from ${read ?? '?'}`, every && `every ${every}`, since && `changed since the last ${since}`].filter(Boolean).join(', ')
}

/** @param written the flow as its package wrote it: it still says what a step takes in */
function stepsOf(
  node: DocumentNode | undefined,
  written: DocumentNode,
  overlaid: ReadonlySet<string>,
  path: readonly string[],
): FlowStep[] {
  if (node?.kind !== 'map') return []
  const present = node.entries.map((entry) => stepOf(entry, written, overlaid, path))
  const removed = (node.removed ?? []).map((entry): FlowStep => ({ ...stepOf(entry, written, overlaid, path), state: 'removed' }))
  return [...present, ...removed]
}

function stepOf(entry: Entry, written: DocumentNode, overlaid: ReadonlySet<string>, path: readonly string[]): FlowStep {
  const { key, value } = entry
  const verb = verbs.find((each) => entryOf(value, each)) ?? ''
  const subject = childOf(value, verb)
  const own = [...path, key].reduce<DocumentNode | undefined>((node, step) => childOf(node, step), written)
  const use = childOf(own, 'use') ?? childOf(value, 'use')
  const fields = childOf(value, 'fields')
  const title = textOf(childOf(value, 'title'))
  return {
    name: key,
    ...(title !== undefined && { title }),
    verb,
    subject: verb === 'choose' ? '' : subject ? shown(subject) : '',
    facts: factsOf(value, verb),
    uses: use?.kind === 'list' ? use.items.flatMap((item) => textOf(item) ?? []) : [textOf(use) ?? []].flat(),
    fieldCount: fields?.kind === 'map' ? fields.entries.length : 0,
    state: overlaid.has(entry.source.file) ? (entry.replaces ? 'overridden' : 'added') : 'default',
    place: { path: entry.source.file, from: entry.keyRange[0], to: entry.keyRange[1] },
    choices: verb === 'choose' ? stepsOf(subject, written, overlaid, [...path, key, 'choose']) : [],
  }
}

function factsOf(step: DocumentNode, verb: string): FlowFact[] {
  const fact = (label: FlowFact['label'], key: string, isExpression: boolean, preset?: string): FlowFact[] => {
    const node = childOf(step, key)
    if (node) return [{ label, text: shown(node), isExpression }]
    return preset === undefined ? [] : [{ label, text: preset, isExpression: false }]
  }
  const looks = verb === 'find' || verb === 'update'
  return [
    ...fact('when', 'when', true),
    ...fact('each', 'each', true),
    ...fact('match', 'match', true),
    ...fact('at', 'at', true),
    ...fact('apart', 'apart', true),
    ...fact('found', 'onFound', false, verb === 'create' ? 'adopt' : undefined),
    ...fact('missing', 'onMissing', false, looks ? 'reject' : undefined),
    ...fact('message', 'message', true),
    ...fact('cache', 'cache', false),
    ...fact('error', 'onError', false),
    ...fact('undo', 'undo', false, undoOf(verb)),
  ]
}

/** What is undone without a word in the document. */
function undoOf(verb: string): string | undefined {
  if (verb === 'create') return 'deletes what it made, or restores what it changed'
  return verb === 'update' ? 'restores the values that it overwrote' : undefined
}

function shown(node: DocumentNode): string {
  if (node.kind === 'scalar') return String(node.value)
  if (node.kind === 'map') return node.entries.map(({ key, value }) => `${key} = ${shown(value)}`).join('\n')
  return JSON.stringify(valueOf(node))
}
