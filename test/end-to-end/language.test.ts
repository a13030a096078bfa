import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { acme } from './acme.ts'
import { openWorkbench, withBrowser } from './opened.ts'

withBrowser()

const fieldOfAcme = 'phoneNumber: { remove: true }'

/** Opens the text of the integration with something else in the place of a field, and waits until it was checked. */
async function openText(text: string) {
  const opened = await openWorkbench({ 'acme.yaml': acme['acme.yaml'].replace(fieldOfAcme, text) })
  await opened.go('/file/workspace/acme.yaml')
  await opened.page.locator('.view-line').first().waitFor()
  await opened.page.locator('.count', { hasText: /\d/ }).waitFor()
  return opened
}

async function cursorBehind(page: Page, text: string): Promise<void> {
  await page.locator('.view-line', { hasText: text }).first().click()
  await page.keyboard.press('End')
}

function lineOf(page: Page, text: string) {
  return page.locator('.view-line', { hasText: text })
}

test('fields of the source are offered while an expression is typed, and properties of the target while a key is', async () => {
  const { page } = await openText(fieldOfAcme)

  await cursorBehind(page, 'phoneNumber')
  await page.keyboard.press('Enter')
  await page.keyboard.type('email: Customer.')
  await page.locator('.suggest-widget').getByText('CustomerCode').first().waitFor()
  await page.keyboard.type('CustomerCo')
  await page.keyboard.press('Enter')
  await lineOf(page, 'email: Customer.CustomerCode').waitFor()

  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await page.keyboard.type('externalDoc')
  await page.locator('.suggest-widget').getByText('externalDocumentNumber').first().waitFor()
})

test('a misspelt property is underlined, F8 goes to it and says what it is, and a quick fix writes the right one', async () => {
  const { page } = await openText('emial: Source')

  await page.locator('.squiggly-error').first().waitFor()
  await page.keyboard.press('F8')
  await page.locator('.monaco-hover', { hasText: 'emial' }).waitFor()
  await page.keyboard.press('Control+.')
  await page.getByText('Change to “email”').first().waitFor()
  await page.keyboard.press('Enter')

  await lineOf(page, 'email: Source').waitFor()
  await page.locator('.count', { hasText: '0 errors' }).waitFor()
})

test('F8 goes on through the problems of all documents, and round', async () => {
  const { page, go } = await openWorkbench({
    'acme.yaml': acme['acme.yaml'].replace(fieldOfAcme, 'emial: Source'),
    'bravo.yaml': acme['acme.yaml'].replace('name: acme', 'name: bravo').replace(fieldOfAcme, 'pohneNumber: Source'),
  })
  await go('/file/workspace/bravo.yaml')
  await page.locator('.squiggly-error').first().waitFor()

  await cursorBehind(page, 'pohneNumber')
  for (const misspelt of ['emial', 'pohneNumber', 'emial']) {
    await page.keyboard.press('F8')
    await page.locator('.monaco-hover', { hasText: misspelt }).waitFor()
  }
})

test('the list of problems says what is wrong, and mends it', async () => {
  const { page } = await openText("email: 'Item'")

  await page.locator('.count', { hasText: '1 error' }).click()
  await page.getByRole('button', { name: 'Send the text “Item”' }).click()

  await lineOf(page, 'email: { const: Item }').or(lineOf(page, 'email: { const: "Item" }')).waitFor()
})

test('a function is told with its examples when the pointer rests on it', async () => {
  const { page } = await openText(fieldOfAcme)

  await page.locator('.view-line span', { hasText: '$uppercase' }).last().hover()

  await page.locator('.monaco-hover', { hasText: '$uppercase(text)' }).waitFor()
})

test('the part of an expression under the pointer is told with its value on a sample', async () => {
  const { page } = await openText('email: Customer.CustomerCode')

  await page.locator('.view-line span', { hasText: 'CustomerCode' }).last().hover()

  await page.locator('.monaco-hover', { hasText: '= "D00011"' }).waitFor()
})

test('from a change F12 leads to the default that it lies on', async () => {
  const { page } = await openText(fieldOfAcme)

  await page.locator('.view-line span', { hasText: 'shipToName' }).last().click()
  await page.keyboard.press('F12')

  await page.waitForURL(/sales-order\.yaml/)
  expect(page.url()).toContain('/file/defaults/app4sales-to-business-central/sales-order.yaml')
})
