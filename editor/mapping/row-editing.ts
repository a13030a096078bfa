import { ref } from 'vue'
import type { MappingRow, Slot } from '../preview/mapping-view.ts'

/** An expression that is being written, in its row. */
export interface EditedSlot {
  readonly id: string
  readonly slot: Slot
  /** What it began with. */
  readonly text: string
  /** Of a field that is being added: it is there with its first character. */
  readonly isNew: boolean
}

export interface EditingEffects {
  readonly write: (id: string, slot: Slot, text: string, continues: boolean) => void
  readonly revert: () => void
  readonly addPending: (text: string) => void
  readonly endPending: () => void
}

/** What a row is edited by: of an object there is nothing to write. */
export function slotOf({ kind }: MappingRow): Slot | undefined {
  if (kind === 'object') return undefined
  return kind === 'list' || kind === 'part' ? 'each' : 'value'
}

/** Writing an expression into its row: every key press changes the text, and all of them are one step that can be taken back. */
export function useRowEditing({ write, revert, addPending, endPending }: EditingEffects) {
  const edited = ref<EditedSlot>()
  let hasWritten = false

  function begin(row: MappingRow, slot: Slot): void {
    hasWritten = false
    const text = slot === 'when' ? (row.when ?? '') : slot === 'default' ? (row.preset ?? '') : row.text
    edited.value = { id: row.id, slot, text, isNew: false }
  }

  function beginNew(id: string): void {
    hasWritten = false
    edited.value = { id, slot: 'value', text: '', isNew: true }
  }

  function change(text: string): void {
    const current = edited.value
    if (!current) return
    if (current.isNew) {
      if (text.trim() === '') return
      addPending(text)
      edited.value = { ...current, isNew: false }
    } else {
      // An empty text beside `when` or `default` takes them away; a field has to be something.
      if (text.trim() === '' && current.slot === 'value') return
      write(current.id, current.slot, text, hasWritten)
    }
    hasWritten = true
  }

  /** Gives the row that was edited. */
  function keep(): string | undefined {
    const current = edited.value
    edited.value = undefined
    if (current?.isNew) endPending()
    return current?.id
  }

  function cancel(): string | undefined {
    const current = edited.value
    edited.value = undefined
    if (current?.isNew) endPending()
    else if (hasWritten) revert()
    return current?.id
  }

  return { edited, begin, beginNew, change, keep, cancel }
}
