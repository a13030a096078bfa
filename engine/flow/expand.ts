import { checkStructure } from '../document/check-structure.ts'
import { type DocumentNode, type Entry, type MapNode, type ScalarNode, childOf, placeOf, valueOf } from '../document/node.ts'
import { parseText } from '../document/parse.ts'
import { compileTemplate } from '../expression/index.ts'
import { documentProblem } from '../document/problems.ts'
import { slotProblems } from '../mapping/failures.ts'
import { type Mapping, openMapping } from '../mapping/mapping.ts'
import { Sites } from '../mapping/sites.ts'
import { shapeTemplate } from '../mapping/to-template.ts'
import type { Problem } from '../problem.ts'
import { type Step, readStep } from './flow.ts'
import type { OpenFlow } from './open-flow.ts'
import { flowProblem } from './problems.ts'

/** Values of settings with the defaults filled in and, where they were written in a document, their node. */
export interface GivenSettings {
  readonly values: Readonly<Record<string, unknown>>
  readonly node?: DocumentNode
}

/**
 * The flow with a step for each entry of the settings that its `expand` steps name, as if it were written there. What is wrong with an
 * entry is told at its place in the setting.
 */
export function expandFlow(open: OpenFlow, settings: GivenSettings): OpenFlow {
  if (!open.flow.steps.some(({ verb }) => verb === 'expand')) return open
  const problems: Problem[] = []
  const steps = open.flow.steps.flatMap((step) => (step.verb === 'expand' ? expandStep(step, open, settings, problems) : [step]))
  return { ...open, flow: { ...open.flow, steps }, problems: [...open.problems, ...problems] }
}

/** The mapping that makes the steps of an `expand`. */
export function expandedMapping({ expands }: Step, { document, sources }: OpenFlow): Mapping | Problem {
  const { mapping: name, node } = expands!
  const found = sources.documents.find('Mapping', name, document.packageName)
  if (found) return openMapping(found, sources)
  const advice = sources.documents.suggest('Mapping', name, document.packageName)
  return documentProblem('document.not-found', placeOf(node), { kind: 'Mapping', name, advice })
}

function expandStep(step: Step, open: OpenFlow, settings: GivenSettings, problems: Problem[]): Step[] {
  const mapping = expandedMapping(step, open)
  const setting = settingOf(step)
  if ('code' in mapping || setting === undefined) {
    problems.push('code' in mapping ? mapping : flowProblem('flow.expand-each', placeOf(step.entry.value), { step: step.name }))
    return []
  }
  const sites = new Sites()
  const compiled = compileTemplate(shapeTemplate(mapping.shape, sites), {
    profile: 'document',
    constants: { settings: settings.values },
    variables: ['name'],
  })
  return entriesOf(setting, settings).flatMap((entry) => {
    const { value, failures, warnings } = compiled.run(valueOf(entry.value), { name: entry.key })
    problems.push(...slotProblems(failures, warnings, sites, mapping.name))
    const node = nodeOf(value, entry.value, entry) as MapNode
    const structure = checkStructure(flowOf({ ...entry, value: node }), 'Flow', () => false)
    problems.push(...structure)
    const made = structure.length === 0 ? readStep({ ...entry, key: `${step.name}.${entry.key}`, value: node }) : undefined
    return made ?? []
  })
}

/** `$settings.name` of an `expand`. */
export function settingOf({ shape }: Step): string | undefined {
  return /^\s*\$settings\.([A-Za-z]\w*)\s*$/.exec(shape.each?.text ?? '')?.[1]
}

/** The entries of a setting where they were written or, where that is not known, as JSON text of their own. */
function entriesOf(setting: string, { values, node }: GivenSettings): readonly Entry[] {
  const value = values[setting]
  const written = childOf(node, setting)
  if (written?.kind === 'map') return written.entries
  if (typeof value !== 'object' || value === null) return []
  const [root] = parseText(JSON.stringify(value, null, 2), `settings/${setting}.json`).roots
  return root?.kind === 'map' ? root.entries : []
}

/** A value as a node of the document whose entry it was made of: what is still as it was written keeps its place. */
function nodeOf(value: unknown, origin: DocumentNode | undefined, { key, keyRange, source }: Entry): DocumentNode {
  const range = origin?.range ?? keyRange
  if (origin && isSame(valueOf(origin), value)) return origin
  if (Array.isArray(value)) {
    const items = origin?.kind === 'list' ? origin.items : []
    return {
      kind: 'list',
      source,
      range,
      items: value.map((item, index) => nodeOf(item, items[index], { key, keyRange, source, value: origin! })),
    }
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, child]) => {
      const from = origin?.kind === 'map' ? originOf(name, child, origin) : undefined
      const at = { key: name, keyRange: from?.keyRange ?? keyRange, source }
      return { ...at, value: nodeOf(child, from?.value, { ...at, value: origin! }) }
    })
    return { kind: 'map', source, range, entries }
  }
  const plain: ScalarNode = { kind: 'scalar', source, range, value: key, style: 'plain' }
  const from = origin?.kind === 'scalar' ? origin : plain
  const offset = typeof value === 'string' && from === origin ? Math.max(0, value.indexOf(String(from.value))) : Number.MAX_SAFE_INTEGER
  return { kind: 'scalar', source, range, style: 'plain', value: value as ScalarNode['value'], made: { from, offset } }
}

/** The entry that a value was made of: the one of the same name, else the one whose text it contains. */
function originOf(name: string, value: unknown, origin: MapNode): Entry | undefined {
  return (
    origin.entries.find(({ key }) => key === name) ??
    (typeof value === 'string'
      ? origin.entries.find(
          (entry) => entry.value.kind === 'scalar' && typeof entry.value.value === 'string' && value.includes(entry.value.value),
        )
      : undefined)
  )
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}

/** A step alone in a flow, for the check of its structure. */
function flowOf(entry: Entry): MapNode {
  const { source, keyRange } = entry
  const scalar = (value: string): ScalarNode => ({ kind: 'scalar', source, range: keyRange, value, style: 'plain' })
  const map = (entries: readonly Entry[]): MapNode => ({ kind: 'map', source, range: keyRange, entries })
  const key = (name: string, value: DocumentNode): Entry => ({ key: name, keyRange, source, value })
  return map([key('kind', scalar('Flow')), key('name', scalar('expanded')), key('steps', map([entry]))])
}
