import { computed, ref, shallowRef } from 'vue'
import { notify } from '../notices.ts'
import type { SourceNode } from '../preview/source-tree.ts'
import type { MappingSession } from './mapping-session.ts'
import { outputId } from './output-lines.ts'
import type { Tie } from './tie-lines.ts'

/** Where values come from and go to: of the row that is chosen or, in its place, of a field of the source. */
export function useLineage({ rows, insight, explained, ask }: MappingSession) {
  const selected = ref<string>()
  const traced = shallowRef<SourceNode>()
  const areAllShown = ref(false)
  const row = computed(() => rows.value.find(({ id }) => id === selected.value))

  const fedRows = computed(() => {
    const node = traced.value
    if (!node) return []
    const wanted = node.path.join('.')
    return Object.entries(insight.value?.reads ?? {}).flatMap(([id, reads]) => {
      const paths = node.root === 'settings' ? reads.settings : reads.sources
      return paths.some((path) => isSameOrInside(path.join('.'), wanted)) ? [id] : []
    })
  })
  const litSource = computed(
    () => new Set(traced.value ? [traced.value.id] : (explained.value?.reads ?? []).flatMap(({ node }) => (node ? [node] : []))),
  )
  const litRows = computed(() => new Set(fedRows.value))
  const litOutput = computed(() => new Set((traced.value ? [] : (explained.value?.paths ?? [])).map(outputId)))
  /** What every row may read, whichever is chosen. */
  const allTies = computed<Tie[]>(() =>
    Object.entries(insight.value?.reads ?? {}).flatMap(([id, { sources, settings }]) => [
      ...sources.map((path): Tie => ({
        from: { kind: 'source', id: ['source', ...path].join('.') },
        to: { kind: 'row', id },
        isQuiet: true,
      })),
      ...settings.map((path): Tie => ({
        from: { kind: 'source', id: ['settings', ...path].join('.') },
        to: { kind: 'row', id },
        isQuiet: true,
      })),
    ]),
  )
  const ties = computed<Tie[]>(() => [...(areAllShown.value ? allTies.value : []), ...chosenTies.value])
  const chosenTies = computed<Tie[]>(() => {
    const node = traced.value
    if (node) return fedRows.value.map((id) => ({ from: { kind: 'source', id: node.id }, to: { kind: 'row', id } }))
    const found = explained.value
    if (!found || found.row !== selected.value) return []
    return [
      ...[...litSource.value].map((id): Tie => ({ from: { kind: 'source', id }, to: { kind: 'row', id: found.row } })),
      ...(found.path && found.value
        ? [{ from: { kind: 'row', id: found.row }, to: { kind: 'output', id: outputId(found.path) } } as const]
        : []),
    ]
  })

  function select(id: string): void {
    traced.value = undefined
    if (selected.value === id) return
    selected.value = id
    ask({ row: id })
  }

  function deselect(): void {
    selected.value = undefined
    traced.value = undefined
    ask(undefined)
  }

  /** Where a field of the source goes; once more, and nothing is shown. */
  function trace(node: SourceNode): void {
    const isSame = traced.value?.id === node.id
    deselect()
    if (isSame) return
    traced.value = node
    if (fedRows.value.length === 0) notify(`Nothing reads ${node.path.join('.')}.`, { forMs: 2_500 })
  }

  /** A value of the output leads to its row, once it is known which one made it. */
  function selectMaker(path: readonly (string | number)[]): void {
    traced.value = undefined
    ask({ at: path })
  }

  return { selected, row, traced, areAllShown, litSource, litRows, litOutput, ties, select, deselect, trace, selectMaker }
}

function isSameOrInside(path: string, node: string): boolean {
  return path === node || path.startsWith(`${node}.`) || path === ''
}
