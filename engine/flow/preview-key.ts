import { usedBy } from '../document/effective.ts'
import type { DocumentNode } from '../document/node.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { resolveSettings } from '../mapping/settings.ts'
import { compileFlow } from './compile-flow.ts'
import { openFlow } from './open-flow.ts'

/**
 * The key that a record has when a mapping is tried without a flow: the one that the only flow of the package gives it that uses the
 * mapping, so that what is previewed is what runs. Without such a flow there is none.
 */
export function previewKey(mapping: Mapping, settings: Readonly<Record<string, unknown>>): (record: unknown) => string | undefined {
  const { name, packageName } = mapping.document
  const flows = mapping.sources.documents.all('Flow').filter((flow) => flow.packageName === packageName && uses(flow.root, name))
  if (flows.length !== 1) return () => undefined
  const open = openFlow(flows[0]!, mapping.sources)
  const { values } = resolveSettings(open.facts.settings, settings)
  const program = compileFlow({ ...open, flow: { ...open.flow, steps: [] } }, { settings: values, target: () => undefined })
  return (record) => program.admit(record).shortKey
}

function uses(node: DocumentNode, name: string): boolean {
  if (node.kind !== 'map') return node.kind === 'list' && node.items.some((item) => uses(item, name))
  return usedBy(node).some((used) => used.name === name) || node.entries.some(({ value }) => uses(value, name))
}
