import { expect, test } from 'vitest'
import { openLanguage, overlay } from './opened.ts'

const opened = openLanguage()
const address = { packageName: 'app4sales-to-business-central', name: 'sales-order', integration: 'acme' }

/** The row of a field that an integration makes of an expression. */
function open(field: string, expression: string) {
  opened.project.set({
    path: 'workspace/acme.yaml',
    packageName: 'acme',
    isReadOnly: false,
    text: overlay(`${field}: |-\n  ${expression}`),
  })
  const row = { address, row: field, slot: 'value' as const }
  return { row, at: (text: string, index: number) => ({ ...row, text, index }) }
}

test('fields are offered by what the row sees, of the text that stands in its editor', () => {
  const { at } = open('email', 'Customer')

  const items = opened.language.completeInRow(at('Customer.Cu', 11))!

  const code = items.find(({ label }) => label === 'CustomerCode')
  expect(code).toMatchObject({ kind: 'field', from: 9, to: 11 })
  expect(items.some(({ label }) => label === 'OrderLines')).toBe(false)
})

test('a row that is not in the document yet has no answer', () => {
  expect(opened.language.completeInRow({ ...open('email', 'Source').row, row: 'faxNumber', text: 'Cu', index: 2 })).toBeUndefined()
})

test('the part under the pointer is told with its value, and where it stands in the expression', () => {
  const { at } = open('email', 'Customer.CustomerCode & Source')
  const sample = { packageName: address.packageName, name: 'order-2002-portal-alternate-address' }

  const found = opened.language.hoverInRow({ ...at('Customer.CustomerCode & Source', 26), sample })

  expect(found).toMatchObject({ from: 24, to: 30 })
  expect(found!.value).toMatch(/^= "/)
})

test('what is wrong is told where it stands in the expression, also in a block of the text', () => {
  const { row } = open('email', 'Customer.CustomerCode & (1 +* 2)')

  const [fault, ...others] = opened.language.faultsInRow(row)

  expect(others).toEqual([])
  expect('Customer.CustomerCode & (1 +* 2)'.slice(fault!.from, fault!.to)).toMatch(/[*2]/)
  expect(fault!.problem.code).toMatch(/^S0/)
})
