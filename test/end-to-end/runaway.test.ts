import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { acme } from './acme.ts'
import { openWorkbench, withBrowser } from './opened.ts'

withBrowser()

const address = '/mapping/app4sales-to-business-central/sales-order?integration=acme'

/** Stands before the engine's workers: counts them, and holds back what a stuck one would not answer. */
function watchWorkers(): void {
  const workers = { started: 0, stuckIn: '' }
  const NativeWorker = globalThis.Worker
  globalThis.Worker = class extends NativeWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options)
      if (options?.name === 'engine') workers.started += 1
    }

    override postMessage(message: { id?: number; method?: string }, ...rest: []) {
      if (message.method !== workers.stuckIn) return super.postMessage(message, ...rest)
      setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data: { type: 'evaluating', id: message.id } })))
    }
  }
  Object.assign(globalThis, { workers })
}

interface Watched {
  workers: { started: number; stuckIn: string }
}

const started = (page: Page) => page.evaluate(() => (globalThis as unknown as Watched).workers.started)
const stick = (page: Page, method: string) =>
  page.evaluate((stuckIn) => void ((globalThis as unknown as Watched).workers.stuckIn = stuckIn), method)

async function openOrder(): Promise<Page> {
  const { page, go } = await openWorkbench(acme)
  await page.addInitScript(watchWorkers)
  await go(address)
  await page.getByText('Live', { exact: true }).waitFor()
  return page
}

async function write(page: Page, text: string): Promise<void> {
  await page.locator('[data-row="currencyCode"]').click()
  await page.keyboard.press('F2')
  await page.locator('.editing textarea, .editing .native-edit-context').first().waitFor()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
}

test('an expression that runs on and on is stopped by its limits, and the row says so', async () => {
  const page = await openOrder()

  await write(page, '($on := function($n) { $on($n + 1) }; $on(0))')
  await page.locator('.editing .fault').waitFor()

  expect(await page.locator('.editing .fault').textContent()).toMatch(/took longer than \d+ ms|steps/)
  await page.getByText('Live', { exact: true }).waitFor()
  expect(await started(page)).toBe(1)
})

test('a worker that is stuck is replaced once, and the next text is run again', async () => {
  const page = await openOrder()

  await stick(page, 'preview')
  await write(page, "'A'")
  await page.getByText('Stopped', { exact: true }).waitFor()
  await stick(page, '')
  expect(await started(page)).toBe(2)
  await page.keyboard.insertText(" & 'B'")

  await page.getByText('Live', { exact: true }).waitFor()
  await page.getByRole('listbox', { name: 'The record that is sent' }).getByText('"AB"').waitFor()
  expect(await started(page)).toBe(2)
})

test('what is asked beside the result and does not end is given up, and not asked again before something changes', async () => {
  const page = await openOrder()

  await stick(page, 'insight')
  await write(page, "'A'")
  await expect.poll(() => started(page), { timeout: 20_000 }).toBeGreaterThan(1)
  // Each text that becomes another asks once more; where nothing does, it must come to an end.
  const counts = [await started(page)]
  do {
    await page.waitForTimeout(5_000)
    counts.push(await started(page))
  } while (counts.length < 6 && counts.at(-1) !== counts.at(-2))

  expect(counts.at(-1)).toBe(counts.at(-2))
  await page.getByText('Live', { exact: true }).waitFor()
})
