import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { acme } from './acme.ts'
import { openWorkbench, withBrowser } from './opened.ts'

withBrowser()

interface Finding {
  readonly id: string
  readonly impact?: string | null
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
}

/** What a person who sees, hears or moves otherwise would stumble over. Monaco's own inside is Monaco's. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as { axe: { run(context: object, options: object): Promise<{ violations: Finding[] }> } }
    return (await run.run({ exclude: ['.monaco-editor'] }, { resultTypes: ['violations'] })).violations
  })
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

const pages: readonly (readonly [string, string, (page: Page) => Promise<unknown>])[] = [
  ['the overview', '/', (page) => page.getByRole('heading', { name: /Acme Furniture/ }).waitFor()],
  ['a text', '/file/workspace/acme.yaml', (page) => page.locator('.view-line').first().waitFor()],
  [
    'a mapping',
    '/mapping/app4sales-to-business-central/sales-order?integration=acme',
    (page) => page.getByRole('listbox', { name: 'The record that is sent' }).getByText('"EUR"').waitFor(),
  ],
  ['the settings', '/settings/app4sales-to-business-central?integration=acme', (page) => page.getByRole('switch').first().waitFor()],
  ['a table', '/table/app4sales-to-business-central/charge?integration=acme', (page) => page.getByLabel('Key of the new row').waitFor()],
  ['a flow', '/flow/app4sales-to-business-central/send-order?integration=acme', (page) => page.getByText('received as').waitFor()],
]

test.each(['light', 'dark'] as const)('no page has a serious finding in %s', async (colorScheme) => {
  const { page, go } = await openWorkbench(acme, { colorScheme })

  const found: Record<string, string[]> = {}
  for (const [name, address, isThere] of pages) {
    await go(address)
    await isThere(page)
    found[name] = await findings(page)
  }
  await page.keyboard.press('Control+K')
  await page.getByRole('combobox').waitFor()
  found['the palette'] = await findings(page)

  expect(Object.entries(found).filter(([, each]) => each.length > 0)).toEqual([])
})

test('the page that asks for the link has no serious finding either', async () => {
  const { page, origin } = await openWorkbench(acme)
  await page.context().clearCookies()
  await page.goto(origin)
  await page.getByRole('heading', { name: 'Open the link from the terminal' }).waitFor()

  expect(await findings(page)).toEqual([])
})
