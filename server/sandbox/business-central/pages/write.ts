import { checkControls } from '../contract/controls.ts'
import { deserialize, type JsonObject, type Sent, type SentBody } from '../contract/deserialize.ts'
import { badRequest, dialog } from '../refusal.ts'
import { deleteRecord, insertRecord, modifyRecord, type Context } from '../records/context.ts'
import { zeroGuid, type Row } from '../store/row.ts'
import { readProperty, type Page, type Parent } from './page.ts'

/** Finds the page of another entity set of the same API root. */
export type Pages = (set: string) => Page

export interface WriteOptions {
  pages: Pages
  ieee754: boolean
}

/** Creates a record, and with it the records nested in the body: all or none. */
export function createFrom(page: Page, body: unknown, context: Context, options: WriteOptions, parent?: Parent): Row {
  const sent = deserialize(page.entity, page.contract, body, options.ieee754)
  checkControls(page.entity, page.contract, sent.fields, 'create')
  checkTwins(page, sent.fields, context)
  checkParent(page, sent, parent)
  page.binding.check?.(sent, undefined, context, parent)
  if (page.binding.existing) return changeExisting(page, page.binding.existing(sent, context), sent, context)
  const draft = context.store.create(page.table, page.binding.constants)
  if (page.binding.start) page.binding.start(draft, sent, context, parent)
  else if (parent) followLink(page, draft, context, parent)
  context.rules[page.table]?.begin?.(draft, context)
  replay(page, draft, sent.fields, context)
  page.binding.finish?.(draft, sent, context)
  const row = insertRecord(context, draft)
  for (const { navigation, items } of sent.nested) {
    const target = options.pages(navigation.target)
    for (const item of items) createFrom(target, item as JsonObject, context, options, { page, row, navigation: navigation.name })
  }
  return context.store.byId(row.table, row.id)!
}

function changeExisting(page: Page, row: Row, sent: SentBody, context: Context): Row {
  const draft = row.copy()
  replay(page, draft, sent.fields, context)
  return modifyRecord(context, draft)
}

export function updateFrom(page: Page, row: Row, body: unknown, context: Context, options: WriteOptions): Row {
  const sent = deserialize(page.entity, page.contract, body, options.ieee754)
  if (sent.nested.length > 0)
    throw badRequest(`The navigation property '${sent.nested[0]!.navigation.name}' cannot be updated together with its parent.`)
  checkControls(page.entity, page.contract, sent.fields, 'update')
  checkTwins(page, sent.fields, context)
  checkUnchanged(page, row, sent.fields, context)
  page.binding.check?.(sent, row, context, undefined)
  const draft = row.copy()
  replay(page, draft, sent.fields, context)
  page.binding.finish?.(draft, sent, context)
  return modifyRecord(context, draft)
}

export function remove(page: Page, row: Row, context: Context): void {
  if (page.binding.remove) page.binding.remove(row, context)
  else deleteRecord(context, row)
}

/** The body's values one after another, each with the validation of its field. */
function replay(page: Page, row: Row, fields: readonly Sent[], context: Context): void {
  for (const { property, value } of fields) page.columns.get(property.name)!.write?.(row, value, context)
}

/** `customerId` and `customerNumber` must name one customer: "… values do not match to a specific Customer." */
function checkTwins(page: Page, fields: readonly Sent[], context: Context): void {
  for (const id of fields) {
    const stem = id.property.name.replace(/Id$/, '')
    if (stem === id.property.name || id.blank || id.value === zeroGuid) continue
    const twin = fields.find(({ property, blank }) => !blank && [`${stem}Number`, `${stem}Code`, stem].includes(property.name))
    const text = twin && [...(twin.property.errors ?? []), ...(id.property.errors ?? [])].find((each) => /values do not match/.test(each))
    if (!twin || !text) continue
    const probe = (sent: Sent) => {
      const row = context.store.create('')
      page.columns.get(sent.property.name)!.write!(row, sent.value, { ...context, rules: {} })
      return readProperty(page, row, id.property, context)
    }
    if (probe(id) !== probe(twin)) throw dialog(text)
  }
}

/** What may be given once only: "The value for "documentId" cannot be modified." */
function checkUnchanged(page: Page, row: Row, fields: readonly Sent[], context: Context): void {
  for (const { property, value } of fields) {
    if (property.forbiddenOnCreate) continue
    const text = property.errors?.find((each) => /(cannot be (modified|changed)|isn't editable)/.test(each) && !/Won or Lost/.test(each))
    if (text && page.columns.get(property.name)!.read(row, context) !== value) throw dialog(text)
  }
}

/** Posted to the set itself, the body names the parent; below a parent, the URL does. */
function checkParent(page: Page, { fields }: SentBody, parent: Parent | undefined): void {
  const { parentKey, errors } = page.entity.schema
  if (!parentKey || parent) return
  const given = fields.find(({ property }) => property.name === parentKey)
  if (given && !given.blank && given.value !== zeroGuid) return
  const text = errors?.onInsert?.find((each) => /^You must (get to|specify)/.test(each)) ?? errors?.onFind?.[0]
  throw dialog(text ?? `You must specify a ${page.entity.properties.has(parentKey) ? parentKey : 'parent'} in the request body.`)
}

/** Below a parent, the page's link fills the fields that tie the two. */
function followLink(page: Page, row: Row, context: Context, { page: parentPage, row: parentRow, navigation }: Parent): void {
  for (const part of parentPage.entity.navigation.get(navigation)?.link ?? []) {
    const own = [...page.entity.properties.values()].find(({ field }) => field === part.target)
    const value = part.constant ?? linkedValue(parentPage, parentRow, part.field!, context)
    const column = own && page.columns.get(own.name)
    if (column?.write) column.write(row, value, context)
    else row.set(part.target, value)
  }
}

/** A field of the parent's record, by the property that shows it where there is one. */
export function linkedValue(page: Page, row: Row, field: string, context: Context): string | number | boolean {
  if (field === 'SystemId' || field === 'Id') return row.id
  const property = [...page.entity.properties.values()].find((each) => each.field === field)
  return (property ? page.columns.get(property.name)!.read(row, context) : row.get(field)) as string
}
