import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { acme } from './acme.ts'
import { openWorkbench, withBrowser } from './opened.ts'

withBrowser()

const settings = '/settings/app4sales-to-business-central?integration=acme'
const text = acme['acme.yaml']

async function open(address: string) {
  const opened = await openWorkbench(acme)
  await opened.go(address)
  const saved = async () => {
    await opened.page.keyboard.press('Control+S')
    await opened.page.getByRole('button', { name: 'Saved' }).waitFor()
    return readFileSync(join(opened.workspace, 'acme.yaml'), 'utf8')
  }
  return { ...opened, saved }
}

test('a setting that is switched on is one line of the integration, and reset takes it away again', async () => {
  const { page, saved } = await open(settings)

  await page.getByRole('switch', { name: 'Send the note as work description' }).click()
  await page.getByRole('button', { name: /^Reset “Send the note as work description”/ }).waitFor()
  const changed = await saved()
  await page.getByRole('button', { name: /^Reset “Send the note as work description”/ }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).waitFor()
  const reset = await saved()

  const line = '  AddInstructionToItemDescription: true\n'
  expect(changed).toBe(text.replace(line, `${line}  MapOrderNotesToOrderWorkDescription: true\n`))
  expect(reset).toBe(text)
})

test('a text that looks like a number stays text, and its length is checked', async () => {
  const { page, saved } = await open(settings)

  await page.getByLabel('Location for return orders').fill('0815')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Reset “Location for return orders”/ }).waitFor()

  expect(await saved()).toContain('  LocationForReturnOrders: "0815"\n')
})

test('two settings that contradict each other are both told so', async () => {
  const { page } = await open(settings)

  await page.getByRole('switch', { name: "Use the customer's reference" }).click()
  await page.getByRole('switch', { name: 'Use source and time' }).click()

  await expect.poll(() => page.getByRole('alert').filter({ hasText: 'at most one setting may choose' }).count()).toBe(2)
})

test('all settings go back to their defaults after the difference was shown, and that can be undone', async () => {
  const { page } = await open(settings)

  await page.getByRole('button', { name: 'Reset all' }).click()
  await page.getByRole('dialog').getByRole('cell', { name: '"WEB"' }).waitFor()
  await page.getByRole('button', { name: 'Reset 2' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()

  await page.getByRole('button', { name: /^Reset “Reason code”/ }).waitFor()
})

test('a JSON setting is written in the editor, and neither broken JSON nor what means nothing is taken', async () => {
  const { page, saved } = await open(settings)

  await page.getByRole('button', { name: 'Header data for routes of your own' }).click()
  const dialog = page.getByRole('dialog', { name: 'Header data for routes of your own' })
  await dialog.locator('.view-line').first().click()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('{ "extra": ')
  expect(await dialog.getByRole('button', { name: 'Use it' }).isDisabled()).toBe(true)
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Delete')
  await page.keyboard.insertText('{ "extra": { "rout": "headerExtras", "fields": { "note": "Reference" } } }')
  await dialog.getByText('Did you mean “route”?').waitFor()
  expect(await dialog.getByRole('button', { name: 'Use it' }).isDisabled()).toBe(true)
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Delete')
  await page.keyboard.insertText('{ "extra": { "route": "headerExtras", "fields": { "note": "Reference" } } }')
  await dialog.getByRole('button', { name: 'Use it' }).click()
  await page.getByRole('button', { name: /^Reset “Header data/ }).waitFor()

  expect(await saved()).toContain('CustomerSpecificOrderFieldsMapping:')
})

test('rows of a table are added, changed and removed in the overlay, byte for byte', async () => {
  const { page, saved } = await open('/table/app4sales-to-business-central/charge?integration=acme')

  await page.getByLabel('Key of the new row').fill('PAY')
  await page.getByLabel('lineType of the new row').fill('Account')
  await page.getByLabel('number of the new row').fill('8020')
  await page.keyboard.press('Enter')
  await page.getByRole('rowheader', { name: 'PAY' }).waitFor()
  const added = await saved()
  await page.getByRole('button', { name: 'Remove PAY' }).click()
  await page.getByRole('rowheader', { name: 'PAY' }).waitFor({ state: 'detached' })

  expect(added).toBe(`${text.trimEnd()}\n        PAY: { lineType: Account, number: "8020" }\n`)
  expect(await saved()).toBe(text)
})

test('a flow is told in words, and a step leads to its lines', async () => {
  const { page } = await open('/flow/app4sales-to-business-central/send-order?integration=acme')

  await page.getByText('received as app4sales.orders').waitFor()
  await page.getByRole('button', { name: 'numberBack', exact: true }).click()

  await page.locator('.view-line', { hasText: 'numberBack' }).first().waitFor()
})
