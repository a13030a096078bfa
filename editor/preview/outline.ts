import { type DocumentNode, type SourceDocument, childOf, placeOf, textOf } from '../../engine/index.ts'
import type { OutlineEntry } from './protocol.ts'

const overlayGroups = { mappings: 'Mapping', flows: 'Flow', tables: 'Table', settings: 'Settings' } as const

/** What a tree shows of a document, without opening it. */
export function outlineEntry(document: SourceDocument, isReadOnly: boolean): OutlineEntry {
  const { kind, name, packageName, file, root } = document
  const text = (...path: string[]) => textOf(path.reduce<DocumentNode | undefined>((node, key) => childOf(node, key), root))
  const title = text('title')
  const common = { kind, name, packageName, path: file, line: placeOf(root).line, isReadOnly, ...(title !== undefined && { title }) }
  switch (kind) {
    case 'Integration':
      return { ...common, ...optional('extends', text('extends')?.split('@')[0]), overlaid: overlaidNames(document) }
    case 'Mapping':
      return { ...common, ...optional('target', text('target', 'schema')), ...optional('source', text('source', 'schema')) }
    case 'Sample':
      return { ...common, ...optional('source', text('of')), ...optional('recordPath', recordPath(file, text('file'))) }
    default:
      return common
  }
}

function overlaidNames({ root }: SourceDocument): OutlineEntry['overlaid'] {
  const overlays = childOf(root, 'overlays')
  return Object.fromEntries(
    Object.entries(overlayGroups).map(([group, kind]) => {
      const members = childOf(overlays, group)
      return [kind, members?.kind === 'map' ? members.entries.map(({ key }) => key) : []]
    }),
  )
}

/** The record's file beside the document: `samples/order-1001.json`. */
export function recordPath(documentPath: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined
  const steps = documentPath.split('/').slice(0, -1)
  for (const step of file.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '.') steps.push(step)
  }
  return steps.join('/')
}

function optional<Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: string }
}
