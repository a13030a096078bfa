import { type Ref, computed, ref } from 'vue'
import type { MappingRow } from '../preview/mapping-view.ts'
import type { RowLine } from './row-lines.ts'

/** What keys do to a row besides moving. */
export interface RowActions {
  readonly edit: (row: MappingRow) => void
  readonly select: (id: string) => void
  readonly remove: (id: string) => void
  readonly menu: (row: MappingRow, anchor: HTMLElement) => void
}

/** Moving through the rows by keys, as through a tree: one of them can be reached by Tab, and arrows lead on from there. */
export function useRowTravel(
  lines: Readonly<Ref<readonly RowLine[]>>,
  selected: () => string | undefined,
  { toggle, show, pageOf }: { toggle: (line: RowLine) => void; show: (index: number, id: string) => void; pageOf: () => number },
  actions: RowActions,
) {
  const focused = ref<string>()
  const stop = computed(() => {
    const ids = new Set(lines.value.map(({ id }) => id))
    return [focused.value, selected()].find((id) => id !== undefined && ids.has(id)) ?? lines.value[0]?.id
  })

  function indexOf(id: string | undefined): number {
    return lines.value.findIndex((line) => line.id === id)
  }

  function focusAt(index: number): void {
    const at = Math.max(0, Math.min(index, lines.value.length - 1))
    const line = lines.value[at]
    if (!line) return
    focused.value = line.id
    if (line.kind === 'row') actions.select(line.id)
    show(at, line.id)
  }

  /** The row itself, or the next or previous one that is a row. */
  function focusFrom(id: string | undefined, step: 0 | 1 | -1): void {
    if (id === undefined) return
    let next = indexOf(id) + step
    if (step !== 0) while (lines.value[next]?.kind === 'group') next += step
    focusAt(next)
  }

  function onKey(event: KeyboardEvent): void {
    const at = indexOf(stop.value)
    const line = lines.value[at]
    if (!line || event.ctrlKey || event.metaKey || event.altKey) return
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: lines.value.length - 1,
      PageDown: at + pageOf(),
      PageUp: at - pageOf(),
    }
    if (event.key in moves) focusAt(moves[event.key]!)
    else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      const opens = event.key === 'ArrowRight'
      const canFold = line.kind === 'group' || line.hasChildren
      if (canFold && line.isFolded === opens) toggle(line)
      else if (!opens && line.kind === 'row') focusAt(indexOf(line.row.parent))
    } else if (!act(event, line)) return
    event.preventDefault()
    event.stopPropagation()
  }

  function act(event: KeyboardEvent, line: RowLine): boolean {
    const { key } = event
    if (line.kind === 'group') {
      if (key !== 'Enter' && key !== ' ') return false
      toggle(line)
    } else if (key === 'Enter' || key === 'F2') actions.edit(line.row)
    else if (key === ' ') actions.select(line.id)
    else if (key === 'Delete') actions.remove(line.id)
    else if (key === 'ContextMenu' || (key === 'F10' && event.shiftKey)) actions.menu(line.row, event.target as HTMLElement)
    else return false
    return true
  }

  return { focused, stop, focusFrom, onKey }
}
