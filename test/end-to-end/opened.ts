import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { buildApp } from '../../server/api/app.ts'
import { Sessions } from '../../server/auth/session.ts'
import { productRoot } from '../../server/root.ts'
import { launchChromium } from './chromium.ts'

let browser: Browser | undefined

/** One browser for the tests of a file; each test has a profile of its own. */
export function withBrowser(): void {
  beforeAll(async () => {
    if (!existsSync(join(productRoot, 'dist', 'editor', 'index.html')))
      throw new Error('The editor is not built: run `npm run build` first.')
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())
}

export interface Opened {
  readonly page: Page
  readonly origin: string
  /** Folder of the workspace on disk. */
  readonly workspace: string
  /** Goes to an address of the workbench. */
  go(address: string): Promise<void>
  stop(): Promise<void>
  /** Starts the server again on the same port, with the sessions that there were. */
  startAgain(): Promise<void>
}

/** A workbench over a workspace of its own, signed in by the link as a person is. */
export async function openWorkbench(files: Record<string, string>, options: BrowserContextOptions = {}): Promise<Opened> {
  const workspace = mkdtempSync(join(tmpdir(), 'fieldloom-workspace-'))
  onTestFinished(() => rmSync(workspace, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, name)), { recursive: true })
    writeFileSync(join(workspace, name), text)
  }
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const sessions = new Sessions({ now: () => Date.now() })
  let app = buildApp({ workspace, sessions, port })
  onTestFinished(() => app.close())
  await app.listen({ host: '127.0.0.1', port })

  const context = await browser!.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(message.text())
  })
  onTestFinished(() => expect(faults).toEqual([]))
  await page.goto(`${origin}/#link=${sessions.issueLink()}`)
  await page.getByRole('tree', { name: 'Documents of the workspace' }).getByRole('treeitem').first().waitFor()
  return {
    page,
    origin,
    workspace,
    go: async (address) => {
      await page.goto(origin + address)
    },
    stop: () => app.close(),
    startAgain: async () => {
      app = buildApp({ workspace, sessions, port })
      await app.listen({ host: '127.0.0.1', port })
    },
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
