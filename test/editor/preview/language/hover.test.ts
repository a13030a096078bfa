import { expect, test } from 'vitest'
import { applyEdit } from '../../../../engine/index.ts'
import { openLanguage, overlay } from './opened.ts'

const { language, place, project } = openLanguage()

const told = (marked: string) => {
  const found = language.hover(place(marked))
  return found && [...(found.value === undefined ? [] : [found.value]), ...found.sections].join('\n')
}

const textAt = ({ path, from, to }: { path: string; from: number; to: number }) => project.text(path)!.slice(from, to)

test('a function is told with its signature and examples, a field with its type, description and samples', () => {
  expect(told(overlay('email: $sub|>string(Source, 0, 3)'))).toMatch(/\$substring\(text, start, length\?\)[^]*→/)
  expect(told(overlay('email: Sou|>rce'))).toMatch(/Portal4SalesPro[^]*text/)
})

test('a setting, a property of the contract and a key of the grammar are told', () => {
  expect(told(overlay('email: $settings.UseApi|>Version2'))).toContain('Use API v2.0')
  expect(told(overlay('ema|>il: Source'))).toContain('at most 80 characters')
  expect(told(overlay('email: { expr: Source, requ|>ired: true }'))).toContain('nothing comes out')
})

test('the signature shows which argument is being written', () => {
  const found = language.signature(place(overlay('email: $substring(Source, |>')))

  expect(found).toMatchObject({ parameters: ['text', 'start', 'length?'], active: 1 })
})

test('a change leads to its default, a name to where it is said', () => {
  const [field] = language.definition(place(overlay('shipTo|>Name: Source')))
  const [shared] = language.definition(place(overlay('customer|>Number: Source')))
  const [named] = language.definition(place(overlay('email: $sh|>ip.City')))
  const [setting] = language.definition(place(overlay('email: $settings.UseApi|>Version2')))
  const [table] = language.definition(place(overlay("email: $table('char|>ge', Source)")))

  expect([field!.path, textAt(field!)]).toEqual(['defaults/app4sales-to-business-central/sales-order.yaml', 'shipToName'])
  expect([shared!.path, textAt(shared!)]).toEqual(['defaults/app4sales-to-business-central/sales-header.yaml', 'customerNumber'])
  expect([named!.path, textAt(named!)]).toEqual(['defaults/app4sales-to-business-central/order-facts.yaml', 'ship'])
  expect(textAt(setting!)).toBe('UseApiVersion2')
  expect(textAt(table!)).toBe('charge')
})

test('the part of an expression under the cursor is told with its value on the sample, of a line with all of them', () => {
  const whole = language.hover(place(overlay('email: $uppercase(Sou|>rce)')))
  const line = language.hover(place(overlay('salesOrderLines: { parts: { items: { fields: { quantity: Quant|>ity * 2 } } } }')))

  expect(whole!.value).toMatch(/^= "/)
  expect(line!.value!.split('\n').every((each) => /^= \d|^…/.test(each))).toBe(true)
})

test('an expression is formatted where it stands, and every other byte stays', () => {
  const text = overlay('phoneNumber: Phone   # kept\nemail: $uppercase( Sou|>rce )&"x"   # the carrier')
  const found = language.format(place(text))

  expect('edit' in found && applyEdit(text.replace('|>', ''), found.edit)).toBe(
    overlay('phoneNumber: Phone   # kept\nemail: $uppercase(Source) & "x"   # the carrier'),
  )
})
