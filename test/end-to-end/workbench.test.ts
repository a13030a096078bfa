import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { acme } from './acme.ts'
import { type Opened, openWorkbench, withBrowser } from './opened.ts'

withBrowser()

const address = '/mapping/app4sales-to-business-central/sales-order?integration=acme'

test('a mapping is opened with its rows, their values, and the record that comes out', async () => {
  const { page } = await openOrder()

  await expectRow(page, 'currencyCode', /Customer\.Currency/)
  await expectRow(page, 'currencyCode', /EUR/)
  await page.getByRole('listbox', { name: 'The record that is sent' }).getByText('"EUR"').waitFor()
  await page.getByText('fits the contract').waitFor()
})

test('a click on a source field writes its path into the chosen row, seen from where the row stands', async () => {
  const { page, text } = await openOrder()
  await filter(page, 'description')

  await row(page, 'salesOrderLines.items.description').click()
  await page.getByRole('searchbox', { name: 'Filter the source' }).fill('Instruction')
  await page.locator('[data-source="source.OrderLines.Instruction"]').click()
  await page.locator('.editing .view-line', { hasText: /^Instruction$/ }).waitFor()
  await page.keyboard.press('Enter')

  await expect.poll(text).toContain('                description: Instruction\n')
})

test('a source field that is dragged onto a row becomes its expression', async () => {
  const { page, text } = await openOrder()

  await page.locator('[data-source="source.Customer.CustomerCode"]').dragTo(row(page, 'externalDocumentNumber'))

  await expect.poll(text).toContain('        externalDocumentNumber: Customer.CustomerCode\n')
  await expectRow(page, 'externalDocumentNumber', /D00011/)
})

test('an expression that is broken keeps the last good result and says why, and lives on when it is mended', async () => {
  const { page } = await openOrder()
  await row(page, 'currencyCode').click()
  await row(page, 'currencyCode').locator('.expression').click()
  await page.keyboard.press('End')

  await page.keyboard.type(' & (')
  await page.getByText('Last good result').waitFor()
  await page.locator('.editing .fault').waitFor()
  await page.locator('.editing .squiggly-error').waitFor()
  await page.getByRole('listbox', { name: 'The record that is sent' }).getByText('"EUR"').waitFor()
  for (let times = 0; times < 4; times++) await page.keyboard.press('Backspace')
  await page.keyboard.type(" & 'X'")

  await page.getByRole('listbox', { name: 'The record that is sent' }).getByText('"EURX"').waitFor()
  await page.getByText('Live', { exact: true }).waitFor()
})

test('while a row is written, fields of the source are offered with what the sample has there', async () => {
  const { page, text } = await openOrder()
  await row(page, 'currencyCode').click()
  await page.keyboard.press('Enter')

  await page.keyboard.type('Customer.CustomerCo')
  await page.locator('.suggest-widget', { hasText: 'D00011' }).getByText('CustomerCode').first().waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')

  await expect.poll(text).toContain('        currencyCode: Customer.CustomerCode\n')
  await expectRow(page, 'currencyCode', /D00011/)
})

test('the cursor in the text chooses the row of its line', async () => {
  const { page } = await openOrder()

  await page.locator('.dock .view-line').first().click()
  for (let line = 1; line < 16; line++) await page.keyboard.press('ArrowDown')

  await expect.poll(() => row(page, 'salesperson').getAttribute('aria-selected')).toBe('true')
})

test('what a record holds is shown as text, in keys and in values', async () => {
  const hostile = '<img src=x onerror="document.title=1">'
  const { page } = await openOrder()
  const record = { OrderID: 8, Reference: hostile, [hostile]: 'x', Customer: { CustomerCode: hostile, Currency: hostile }, OrderLines: [] }

  await page.getByRole('button', { name: 'Add a sample' }).click()
  await page.getByRole('textbox', { name: 'Record as JSON' }).fill(JSON.stringify(record))
  await page.getByRole('button', { name: 'Try it, without saving' }).click()
  await page.getByRole('searchbox', { name: 'Filter the source' }).fill('onerror')
  await page.locator('[data-source]', { hasText: hostile }).first().waitFor()
  await page.getByRole('listbox', { name: 'The record that is sent' }).getByText(hostile.slice(0, 12)).first().waitFor()
  await row(page, 'currencyCode').click()
  await page.getByRole('region', { name: 'Why this value' }).getByText('<img').first().waitFor()

  expect(await page.locator('img').count()).toBe(0)
  expect(await page.title()).not.toBe('1')
})

test('two clicks on an expression write it, whether its row is chosen or not', async () => {
  const { page } = await openOrder()
  const expression = row(page, 'currencyCode').locator('.expression')

  for (const text of ["'A'", "'B'"]) {
    await expression.dblclick()
    await page.locator('.editing textarea, .editing .native-edit-context').first().waitFor()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.insertText(text)
    await page.keyboard.press('Enter')
    await expectRow(page, 'currencyCode', new RegExp(text))
  }
})

test('Escape takes back what was written into a row', async () => {
  const { page, text } = await openOrder()
  await row(page, 'currencyCode').click()
  await page.keyboard.press('Enter')
  await page.keyboard.type("'USD'")
  await expect.poll(text).toContain("'USD'")

  // The first may close what is offered while it is written.
  await expect
    .poll(async () => {
      if (await page.locator('.editing').isVisible()) await page.keyboard.press('Escape')
      return page.locator('.editing').isVisible()
    })
    .toBe(false)

  await expect.poll(text).toBe(acme['acme.yaml'])
})

test('one change is reset, with the difference shown first', async () => {
  const { page, text } = await openOrder()
  await filter(page, 'shipToName')
  await row(page, 'shipToName').click()

  await page.getByRole('button', { name: 'Reset to default' }).click()
  const dialog = page.getByRole('dialog', { name: 'Reset to default' })
  await dialog.getByText('$ship.EstablishmentName').waitFor()
  await dialog.getByRole('button', { name: 'Reset one field' }).click()

  await expect.poll(text).toBe(acme['acme.yaml'].replace(/ +shipToName.*\n/, ''))
})

test('the other button of the mouse opens what can be done with a row', async () => {
  const { page, text } = await openOrder()

  await filter(page, 'description')
  await row(page, 'salesOrderLines.items.description').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Reset to default' }).click()
  await page.getByRole('button', { name: 'Reset one field' }).waitFor()
  await page.keyboard.press('Enter')

  await expect.poll(text).not.toContain('description:')
})

test('all changes are reset, and undo brings them back', async () => {
  const { page, text } = await openOrder()

  await page.getByRole('button', { name: '4 changes' }).click()
  await page.getByRole('button', { name: 'Reset 4 fields' }).click()
  await expect.poll(text).not.toContain('sales-order:')
  await page.getByRole('button', { name: 'Undo' }).click()

  await expect.poll(text).toBe(acme['acme.yaml'])
})

test('why a value is what it is: from the output to the row and to what it reads, and back from the source', async () => {
  const { page } = await openOrder()

  await page.getByRole('option', { name: /"D00011"/ }).click()
  const why = page.getByRole('region', { name: 'Why this value' })
  await why.getByRole('button', { name: 'Customer.CustomerCode' }).waitFor()
  expect(await row(page, 'customerNumber').getAttribute('aria-selected')).toBe('true')
  await expect.poll(() => page.locator('svg.ties path').count()).toBe(2)
  await page.locator('[data-source="source.Customer.Currency"]').hover()
  await page.getByRole('button', { name: 'Where Currency goes' }).click()

  await expect.poll(() => page.locator('.row.lit').getAttribute('data-row')).toBe('currencyCode')
  await expect.poll(() => page.locator('svg.ties path').count()).toBe(1)
})

test('a field is added from what the target takes', async () => {
  const { page, text } = await openOrder()

  await page.getByRole('button', { name: 'Add a field' }).click()
  await page.getByRole('combobox', { name: 'Search properties of the target' }).fill('orderDate')
  await page.keyboard.press('Enter')
  await page.locator('.editing').waitFor()
  await page.keyboard.type('$date(OrderDate)')
  await page.keyboard.press('Enter')

  await expect.poll(text).toContain('        orderDate: $date(OrderDate)\n')
  await expectRow(page, 'orderDate', /2026-04-14/)
})

test('a sample is pasted, tried, and saved with nobody to be recognised in it', async () => {
  const { page, workspace } = await openOrder()
  const record = {
    OrderID: 7,
    Customer: { CustomerCode: 'C7', Currency: 'USD', CustomerName: 'Jane Roe', Email: 'jane@roe.test' },
    OrderLines: [],
  }

  await page.getByRole('button', { name: 'Add a sample' }).click()
  await page.getByLabel('Name', { exact: true }).fill('In dollars')
  await page.getByRole('textbox', { name: 'Record as JSON' }).fill(JSON.stringify(record))
  await page.getByRole('button', { name: 'Save as a sample' }).click()

  await page.getByRole('listbox', { name: 'The record that is sent' }).getByText('"USD"').waitFor()
  const saved = readFileSync(join(workspace, 'samples', 'in-dollars.json'), 'utf8')
  expect(saved).toContain('"USD"')
  expect(saved).not.toMatch(/jane|roe/i)
  expect(readFileSync(join(workspace, 'samples', 'in-dollars.yaml'), 'utf8')).toContain('of: app4sales/order')
})

test('samples are switched by keys, and all of them are tried', async () => {
  const { page } = await openOrder()

  await page.keyboard.press('Alt+ArrowDown')
  await page.getByRole('button', { name: 'From the portal' }).waitFor()
  await page.getByRole('button', { name: 'Try all samples' }).click()

  const dialog = page.getByRole('dialog', { name: 'All samples' })
  await dialog.getByText('fits the contract').first().waitFor()
  expect(await dialog.getByRole('row').count()).toBeGreaterThan(7)
})

test('what comes out is saved as a case', async () => {
  const { page, workspace } = await openOrder()

  await page.getByRole('button', { name: 'An order with two lines' }).click()
  await page.getByRole('menuitem', { name: 'Save as a test case' }).click()
  await page.getByRole('button', { name: 'Save the case' }).click()
  await page.getByText('The case is saved').waitFor()

  const path = join(workspace, 'sales-order-acme.cases.yaml')
  expect(existsSync(path)).toBe(true)
  expect(readFileSync(path, 'utf8')).toContain('mapping: app4sales-to-business-central/sales-order\nintegration: acme\n')
})

test('rows are moved through and edited by keys alone', async () => {
  const { page, text } = await openOrder()
  await row(page, 'externalDocumentNumber').focus()

  for (let times = 0; times < 4; times++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('F2')
  await page.locator('.editing').waitFor()
  await page.keyboard.type('true')
  await page.keyboard.press('Enter')

  await expect.poll(text).toContain('        fullyShipped: true\n')
  expect(await row(page, 'fullyShipped').evaluate((element) => element === document.activeElement)).toBe(true)
})

async function openOrder(): Promise<Opened & { text: () => Promise<string> }> {
  const opened = await openWorkbench(acme)
  const { page } = opened
  await opened.go(address)
  await page.getByText('Live', { exact: true }).waitFor()
  await row(page, 'currencyCode').waitFor()
  return { ...opened, text: () => draftOf(page) }
}

/** The text as the browser keeps it: unsaved, or as it was read. */
async function draftOf(page: Page): Promise<string> {
  const draft = await page.evaluate(() => {
    const key = Object.keys(localStorage).find((each) => each.startsWith('fieldloom draft') && each.endsWith('acme.yaml'))
    return key === undefined ? null : localStorage.getItem(key)
  })
  return draft === null ? acme['acme.yaml'] : (JSON.parse(draft) as { text: string }).text
}

function row(page: Page, id: string) {
  return page.locator(`[data-row="${id}"]`)
}

async function expectRow(page: Page, id: string, shown: RegExp): Promise<void> {
  await expect.poll(() => row(page, id).innerText()).toMatch(shown)
}

async function filter(page: Page, text: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Filter the fields' }).fill(text)
}
