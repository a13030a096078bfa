import type { Navigation } from '../contract/entity.ts'
import type { Context } from '../records/context.ts'
import { linkedValue, type Pages } from '../pages/write.ts'
import { belongsTo, rowById, rowsOf, type Page } from '../pages/page.ts'
import { zeroGuid, type Row } from '../store/row.ts'

/** The records at the end of a navigation. */
export function related(page: Page, row: Row, navigation: Navigation, pages: Pages, context: Context): readonly Row[] {
  const target = pages(navigation.target)
  const own = target.binding.below?.(row, navigation.name, context, page)
  if (own) return own.filter((each) => each.table !== target.table || belongsTo(target, each, context))
  if (navigation.link.length > 0) return linked(page, row, navigation, target, context)
  if (navigation.many) return rowsOf(target, context)
  const found = byId(page, row, navigation.name, target, context)
  return found ? [found] : []
}

function linked(page: Page, row: Row, navigation: Navigation, target: Page, context: Context): readonly Row[] {
  const conditions = navigation.link.map((part) => ({
    read: reader(target, part.target),
    value: part.constant ?? linkedValue(page, row, part.field!, context),
  }))
  const byOwnId = navigation.link.find((part) => part.target === 'SystemId' && part.field)
  if (byOwnId) {
    const found = rowById(target, String(linkedValue(page, row, byOwnId.field!, context)), context)
    return found ? [found] : []
  }
  return rowsOf(target, context).filter((each) => conditions.every(({ read, value }) => read(each, context) === value))
}

function reader(page: Page, field: string): (row: Row, context: Context) => unknown {
  if (field === 'SystemId' || field === 'Id') return (row) => row.id
  const property = [...page.entity.properties.values()].find((each) => each.field === field)
  const column = property && page.columns.get(property.name)
  return column ? (row, context) => column.read(row, context) : (row) => row.get(field)
}

/** A navigation that the platform makes from a relation: the id beside it leads there (`currencyId`, `documentId`, `parentId` …). */
function byId(page: Page, row: Row, name: string, target: Page, context: Context): Row | undefined {
  for (const id of [`${name}Id`, `${name}sId`, 'documentId', 'parentId', 'relatedId', 'journalId', 'id']) {
    const column = page.columns.get(id)
    const value = column?.read(row, context)
    if (typeof value !== 'string' || value === zeroGuid) continue
    const found = rowById(target, value, context)
    if (found) return found
  }
  return undefined
}
