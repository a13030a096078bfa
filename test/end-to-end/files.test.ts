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
