import type { MenuItem } from '../components/Menu.vue'
import type { MappingRow, Slot } from '../preview/mapping-view.ts'

export interface RowMenuActions {
  readonly edit: (slot?: Slot) => void
  readonly why: () => void
  readonly add: () => void
  readonly show: (place: 'own' | 'below') => void
  readonly reset: () => void
  readonly remove: () => void
}

/** What can be done with a row. */
export function rowMenu(row: MappingRow, can: { readonly write: boolean; readonly takeFields: boolean }, run: RowMenuActions): MenuItem[] {
  const isLeaf = row.kind === 'expression' || row.kind === 'constant'
  const items: (MenuItem | false)[] = [
    { title: 'Edit the expression', icon: 'braces', keys: 'Enter', isDisabled: row.kind === 'object', run: () => run.edit() },
    isLeaf && { title: 'Only when …', icon: 'filter', run: () => run.edit('when') },
    isLeaf && { title: 'Otherwise …', icon: 'arrow-right', run: () => run.edit('default') },
    { title: 'Why this value', icon: 'question', run: run.why },
    can.takeFields && { title: 'Add a field in it …', icon: 'plus', isDisabled: !can.write, run: run.add },
    { title: 'Show in the text', icon: 'code', run: () => run.show('own') },
    row.below !== undefined && { title: 'Show the default', icon: 'eye', isSeparated: true, run: () => run.show('below') },
    row.layer !== 'default' && { title: 'Reset to default …', icon: 'reset', isDisabled: !can.write, run: run.reset },
    {
      title: 'Remove',
      icon: 'trash',
      keys: 'Delete',
      isSeparated: true,
      isDisabled: !can.write || row.layer === 'removed',
      run: run.remove,
    },
  ]
  return items.filter((item) => item !== false)
}
