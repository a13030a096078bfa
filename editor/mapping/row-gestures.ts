import { type Ref, computed, nextTick, shallowRef, watch } from 'vue'
import { notify } from '../notices.ts'
import type { MappingRow, Slot } from '../preview/mapping-view.ts'
import type { SourceNode } from '../preview/source-tree.ts'
import type { MappingSession } from './mapping-session.ts'
import { slotOf } from './row-editing.ts'
import { type PendingField, pendingIdOf } from './row-lines.ts'
import { pathExpression } from './source-path.ts'

type Dropped = Pick<SourceNode, 'root' | 'path'>

/** The places that a path can be written at. */
export interface WrittenPlaces {
  /** Of the row whose expression is being written, if one is. */
  readonly edited: () => { readonly id: string } | undefined
  readonly insertInRow: (id: string, text: string) => boolean
  readonly editRow: (row: MappingRow) => void
  readonly hasTextCursor: () => boolean
  readonly insertInText: (text: string) => void
}

/** What a person does to rows; each is one step that can be undone. */
export function useRowGestures(
  session: MappingSession,
  { row, select }: { readonly row: Readonly<Ref<MappingRow | undefined>>; readonly select: (id: string) => void },
  { isEditable, refuse, places }: { isEditable: () => boolean; refuse: () => void; places: WrittenPlaces },
) {
  const { rows, insight, view } = session
  /** A field that is being added: it stays until the text has it. */
  const pending = shallowRef<PendingField>()
  watch(rows, (now) => {
    const wanted = pending.value
    if (wanted && now.some(({ id }) => id === pendingIdOf(wanted))) pending.value = undefined
  })

  /** Rows that fields can be added to. */
  const parents = computed(() => [
    { id: '', title: view.value?.targetSchema ?? 'The record' },
    ...rows.value.filter((each) => takesFields(each, rows.value)).map(({ id }) => ({ id, title: id })),
  ])

  /** What leads to what a row's expressions see: known as soon as the mapping was looked at, which a click can be ahead of. */
  async function contextOf({ parent }: MappingRow): Promise<readonly string[] | undefined> {
    if (parent === '') return []
    const { contexts } = await there(insight)
    return Object.hasOwn(contexts, parent) ? contexts[parent] : undefined
  }

  /** Writes the path of a source field where the person is writing, or into the row that is chosen. */
  async function insert(node: Dropped): Promise<void> {
    const target = row.value
    const edited = places.edited()
    if (!edited && places.hasTextCursor()) return places.insertInText(pathExpression(node, target ? await contextOf(target) : undefined))
    if (!target) return notify('Choose a field of the target first: the path is then written into it.')
    if (target.kind === 'object' || target.layer === 'removed') return notify('Choose a field that has an expression.')
    if (!isEditable()) return refuse()
    // The row opens at once, so that what is typed next goes there; whoever is done before the path is known has it all the same.
    if (edited?.id !== target.id) places.editRow(target)
    const path = pathExpression(node, await contextOf(target))
    await nextTick()
    if (!places.insertInRow(target.id, path)) await write(target.id, slotOf(target)!, path, false)
  }

  async function drop(id: string, dropped: { root: string; path: string[] }): Promise<void> {
    const target = rows.value.find((each) => each.id === id)
    const slot = target && slotOf(target)
    if (!target || !slot) return
    if (!isEditable()) return refuse()
    const path = pathExpression(dropped as Dropped, await contextOf(target))
    select(id)
    if (!places.insertInRow(id, path)) await write(id, slot, path, false)
  }

  function write(id: string, slot: Slot, text: string, continues: boolean): Promise<void> {
    return session.write({ kind: 'write', row: id, slot, text }, !continues)
  }

  function addPending(text: string): void {
    const wanted = pending.value
    if (wanted) void session.act({ kind: 'add', parent: wanted.parent, name: wanted.name, text }, 'begins')
  }

  async function remove(id: string): Promise<void> {
    if (!isEditable()) return refuse()
    if (await session.act({ kind: 'remove', row: id })) notify('Removed', { action: { title: 'Undo', run: session.takeBack } })
  }

  async function reset(chosen: readonly string[]): Promise<void> {
    if (await session.act({ kind: 'reset', rows: chosen }))
      notify(chosen.length === 1 ? 'Back to the default' : `${chosen.length} fields are back to the default`, {
        action: { title: 'Undo', run: session.takeBack },
      })
  }

  return { pending, parents, insert, drop, write, addPending, remove, reset }
}

function takesFields({ id, kind, layer }: MappingRow, rows: readonly MappingRow[]): boolean {
  if (layer === 'removed') return false
  if (kind === 'list') return !rows.some((each) => each.parent === id && each.kind === 'part')
  return kind === 'object' || kind === 'part'
}

/** A value as soon as there is one. */
function there<Value>(value: Readonly<Ref<Value | undefined>>): Promise<Value> {
  return new Promise((resolve) => {
    if (value.value !== undefined) return resolve(value.value)
    const stop = watch(value, (now) => {
      if (now === undefined) return
      stop()
      resolve(now)
    })
  })
}
