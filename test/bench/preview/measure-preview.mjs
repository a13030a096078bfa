import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'
import { watchPage } from './page.mjs'
import { mappingName, packageName, typedField, writeWorkspace } from './workspace.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const keys = 41
/** Loading differs much from one time to the next; the one in the middle is told. */
const visits = 5

/** Types into a mapping of 300 fields in a real browser. All times are milliseconds of a clock on the wall. */
export async function measurePreview() {
  const { launchChromium } = await load('test/end-to-end/chromium.ts')
  const folder = mkdtempSync(join(tmpdir(), 'fieldloom-bench-'))
  const workspace = join(folder, packageName)
  const size = writeWorkspace(workspace)
  const browser = await launchChromium()
  try {
    // What the operating system and the browser keep is warm from the second start on.
    const first = await visit(browser, workspace, async () => ({}))
    const starts = []
    for (let count = 1; count < visits; count++) starts.push((await visit(browser, workspace, async () => ({}))).startMs)
    const last = await visit(browser, workspace, async (page) => ({ ...(await typed(page)), loads: await loaded(page) }))
    return { size, ...last, firstStartMs: first.startMs, starts: [...starts, last.startMs] }
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The browser is found as the tests find it; they are TypeScript, which Node 20 does not run by itself. */
async function load(path) {
  const { module } = await runnerImport(join(root, path), { root, configFile: false, logLevel: 'error' })
  return module
}

async function visit(browser, workspace, measure) {
  const started = performance.now()
  const server = spawn(process.execPath, [join(root, 'server/launch.mjs'), 'serve', '--port', '0', '--workspace', workspace], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 } })
  try {
    const link = await linkOf(server)
    const page = await context.newPage()
    await page.addInitScript(watchPage)
    const address = `/mapping/${packageName}/${mappingName}`
    await page.goto(link.replace('/#', `${address}#`))
    await usable(page)
    const startMs = performance.now() - started
    return { startMs, ...(await measure(page)) }
  } finally {
    await context.close()
    server.kill('SIGINT')
    await new Promise((resolve) => server.once('exit', resolve))
  }
}

function linkOf(server) {
  return new Promise((resolve, reject) => {
    createInterface({ input: server.stdout }).on('line', (line) => {
      const found = /http:\S+/.exec(line)
      if (found) resolve(found[0])
    })
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
}

/** The text can be written, and the result is there. */
async function usable(page) {
  await page.locator('.view-line').first().waitFor()
  await page.locator('[data-row] .value').first().waitFor()
  await page.getByText('Live', { exact: true }).waitFor()
}

/** Signed in, with an empty cache: the page again, until it is usable. */
async function loaded(page) {
  const session = await page.context().newCDPSession(page)
  const loads = []
  for (let count = 0; count < visits; count++) {
    await session.send('Network.clearBrowserCache')
    const started = performance.now()
    await page.goto(page.url())
    await usable(page)
    loads.push(performance.now() - started)
  }
  return loads
}

/** Each key changes the value of the row that is written. */
async function typed(page) {
  const row = page.locator(`[data-row="${typedField}"]`)
  await row.click()
  await page.keyboard.press('F2')
  await page.locator('.editing textarea, .editing .native-edit-context').first().waitFor()
  await page.locator('.status .count', { hasText: /\d/ }).waitFor()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowLeft')
  const workerMs = []
  const screenMs = []
  let text = 'C0001-'
  for (let count = 0; count < keys; count++) {
    text += 'x'
    await page.evaluate(([selector, value]) => globalThis.preview.expect(selector, value), [`[data-row="${typedField}"] .value`, text])
    await page.keyboard.press('x')
    const one = await page.evaluate(() => globalThis.preview.shown)
    workerMs.push(one.workerMs)
    screenMs.push(one.screenMs)
    // Checks and coverage follow a pause; the next key does not come before them.
    if (count % 10 === 9) await page.waitForTimeout(1_000)
  }
  return { cold: { workerMs: workerMs[0], screenMs: screenMs[0] }, workerMs: workerMs.slice(1), screenMs: screenMs.slice(1) }
}
