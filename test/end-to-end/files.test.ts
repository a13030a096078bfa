import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { acme } from './acme.ts'
import { openWorkbench, withBrowser } from './opened.ts'

withBrowser()

test('the link signs in, leaves the address, and a reload stays signed in', async () => {
  const { page, origin } = await openWorkbench(acme)

  expect(page.url()).toBe(`${origin}/`)
  await page.reload()
  await page.getByRole('treeitem', { name: 'Acme Furniture' }).waitFor()
})

test('without a session the page says where the link is', async () => {
  const { page, origin } = await openWorkbench(acme)
  await page.context().clearCookies()

  await page.goto(origin)

  await page.getByRole('heading', { name: 'Open the link from the terminal' }).waitFor()
})

test('what is typed is saved to the file, and every other byte stays', async () => {
  const { page, workspace, go } = await openWorkbench({
    ...acme,
    'mixed.yaml': '\uFEFFapiVersion: v1\r\nkind: Table\nname: t\r\nrows: {}   # none\n',
  })

  await go('/file/workspace/mixed.yaml')
  await page.locator('.monaco-editor .view-line').first().click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('title: T')
  await page.keyboard.press('Control+S')
  await page.getByText('Saved').first().waitFor()

  await expect
    .poll(() => readFileSync(join(workspace, 'mixed.yaml'), 'utf8'))
    .toBe('\uFEFFapiVersion: v1\r\nkind: Table\nname: t\r\nrows: {}   # none\ntitle: T')
})

test('unsaved work survives a reload', async () => {
  const { page, go, workspace } = await openWorkbench(acme)
  await go('/file/workspace/acme.yaml')
  await page.locator('.monaco-editor .view-line').first().click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('# kept')

  await page.reload()

  await page.getByText('Unsaved changes of your last visit are back: acme.yaml').waitFor()
  await page.locator('.view-line', { hasText: '# kept' }).waitFor()
  expect(readFileSync(join(workspace, 'acme.yaml'), 'utf8')).toBe(acme['acme.yaml'])
})

test('a file that changes on disk is shown at once where nothing here would be lost', async () => {
  const { page, go, workspace } = await openWorkbench(acme)
  await go('/file/workspace/acme.yaml')
  await page.locator('.view-line', { hasText: 'Agreed with the customer' }).waitFor()

  writeFileSync(join(workspace, 'acme.yaml'), acme['acme.yaml'].replace('3 March', '4 April'))

  await page.locator('.view-line', { hasText: '4 April' }).waitFor()
})

test('in an empty workspace an integration is begun, and what is changed then stands in its file', async () => {
  const { page, workspace } = await openWorkbench({})

  await page.getByLabel('Name of the shop or customer').fill('Weaver & Sons')
  await page.getByRole('button', { name: 'Begin', exact: true }).click()
  await page.getByRole('main').getByRole('link', { name: 'Sales order' }).click()
  await page.getByText('Live', { exact: true }).waitFor()
  await page.locator('[data-row="currencyCode"]').click()
  await page.keyboard.press('F2')
  await page.locator('.editing textarea, .editing .native-edit-context').first().waitFor()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText("'USD'")
  await page.getByRole('listbox', { name: 'The record that is sent' }).getByText('"USD"').waitFor()
  await page.keyboard.press('ControlOrMeta+s')

  const text = () => readFileSync(join(workspace, 'weaver-sons.yaml'), 'utf8')
  await expect.poll(text).toMatch(/ currencyCode: \|-\n +'USD'\n/)
  expect(text()).toMatch(
    /^apiVersion: v1\nkind: Integration\nname: weaver-sons\ntitle: "Weaver & Sons"\nextends: app4sales-to-business-central\n/,
  )
})
