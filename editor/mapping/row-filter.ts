import { type Ref, computed, ref, shallowRef, watch } from 'vue'
import type { Problem } from '../../engine/index.ts'
import { remembered } from '../remembered.ts'
import type { MappingSession } from './mapping-session.ts'
import type { RowFilter } from './row-lines.ts'

/** Which rows are shown: those that the coverage counts, or a word finds. */
export function useRowFilter(
  { rows, state, insight, tryAll }: MappingSession,
  problems: Readonly<Ref<Readonly<Record<string, readonly Problem[]>>>>,
) {
  const query = ref('')
  const filter = ref<RowFilter>('all')
  const isGrouped = remembered('rows are grouped', true)
  const changes = computed(() => rows.value.filter(({ layer }) => layer !== 'default'))
  const required = computed(() => insight.value?.required ?? [])
  const mapped = computed(() => required.value.filter(({ isMapped }) => isMapped))

  /** Fields that no sample gives a value: known once all samples were tried. */
  const empty = shallowRef<ReadonlySet<string>>(new Set())
  watch(insight, async (found) => {
    if (!found || state.value !== 'live') return
    const tried = (await tryAll())?.filter(({ problems: told }) => told !== undefined) ?? []
    const [first, ...others] = tried.map((each) => new Set(each.empty))
    empty.value = new Set(first && [...first].filter((id) => others.every((each) => each.has(id))))
  })

  const allowed = computed<ReadonlySet<string> | undefined>(() => {
    switch (filter.value) {
      case 'changed':
        return new Set(changes.value.map(({ id }) => id))
      case 'problems':
        return new Set(rows.value.filter(({ id }) => problems.value[id]).map(({ id }) => id))
      case 'empty':
        return empty.value
      case 'missing':
        return new Set(required.value.flatMap(({ parent, names }) => names.map((each) => (parent === '' ? each : `${parent}.${each}`))))
      default:
        return undefined
    }
  })

  function showAll(): void {
    filter.value = 'all'
    query.value = ''
  }

  return { query, filter, isGrouped, changes, required, mapped, empty, allowed, showAll }
}
