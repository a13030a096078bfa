import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { acme } from './acme.ts'
import { openWorkbench, withBrowser } from './opened.ts'

withBrowser()

const theirs = acme['acme.yaml'].replace('3 March', '4 April')

/** A text that was changed here and on disk, both without knowing of the other. */
async function openConflict() {
  const opened = await openWorkbench(acme)
  const { page, go, workspace } = opened
  await go('/file/workspace/acme.yaml')
  await page.locator('.view-line').first().click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('# mine\n')
  writeFileSync(join(workspace, 'acme.yaml'), theirs)
  await page.getByText('acme.yaml was changed on disk, too').waitFor()
  return { ...opened, onDisk: () => readFileSync(join(workspace, 'acme.yaml'), 'utf8') }
}

test('saving over a file that changed on disk writes nothing and shows both texts', async () => {
  const { page, onDisk } = await openConflict()

  await page.keyboard.press('Control+S')

  const dialog = page.getByRole('dialog', { name: 'acme.yaml was changed on disk too' })
  await dialog.locator('.view-line', { hasText: '# mine' }).first().waitFor()
  await dialog.locator('.view-line', { hasText: '4 April' }).first().waitFor()
  expect(onDisk()).toBe(theirs)
})

test('keeping mine replaces the one on disk, and that can be undone', async () => {
  const { page, onDisk } = await openConflict()

  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByRole('button', { name: 'Keep mine and save' }).click()
  await expect.poll(onDisk).toBe(`# mine\n${acme['acme.yaml']}`)
  await page.getByRole('button', { name: 'Undo' }).click()

  await expect.poll(onDisk).toBe(theirs)
})

test('taking theirs gives mine up, and that can be undone', async () => {
  const { page, onDisk } = await openConflict()

  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByRole('button', { name: 'Take the one on disk' }).click()
  await page.locator('.view-line', { hasText: '4 April' }).first().waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()

  await page.locator('.view-line', { hasText: '# mine' }).first().waitFor()
  expect(onDisk()).toBe(theirs)
})

test('a server that is gone is told, what was typed is kept, and it is saved when the server is back', async () => {
  const { page, go, workspace, stop, startAgain } = await openWorkbench(acme)
  await go('/file/workspace/acme.yaml')
  await page.locator('.view-line').first().click()
  await page.keyboard.press('Control+Home')
  await stop()

  await page.keyboard.type('# typed while offline')
  await page.keyboard.press('Control+S')

  await page.getByText('The server does not answer. Your changes are kept in this browser.').waitFor()
  await page.getByText('Offline: changes are kept here').waitFor()
  await startAgain()
  await page.keyboard.press('Control+S')

  await expect.poll(() => readFileSync(join(workspace, 'acme.yaml'), 'utf8')).toBe(`# typed while offline${acme['acme.yaml']}`)
  await page.getByText('Offline: changes are kept here').waitFor({ state: 'detached' })
})
