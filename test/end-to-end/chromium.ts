import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'

/** Where a Chromium is on machines that have one. */
const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const cache = fileURLToPath(new URL('../../node_modules/.cache/fieldloom-chromium', import.meta.url))

/**
 * Starts a Chromium: the one that CHROMIUM names, the one that came with `npm ci`, or one of this machine.
 * Without any it throws and says what to do: a test of the workbench is never skipped.
 */
export async function launchChromium(): Promise<Browser> {
  const failures: string[] = []
  for (const candidate of [named, packaged, ...systemPaths.map((path) => () => Promise.resolve(existsSync(path) ? { path } : undefined))]) {
    try {
      const found = await candidate()
      if (found) return await start(found)
    } catch (error) {
      failures.push(error instanceof Error ? error.message.split('\n')[0]! : String(error))
    }
  }
  throw new Error(
    `The tests of the workbench need a Chromium and none could be started.\n${failures.join('\n')}\n` +
      'Install one (Debian: apt-get install chromium) or name one with the environment variable CHROMIUM=/path/to/chromium.',
  )
}

interface Found {
  readonly path: string
  readonly libraries?: string
  readonly fonts?: string
}

async function named(): Promise<Found | undefined> {
  const path = process.env['CHROMIUM']
  return path === undefined ? undefined : { path }
}

async function start({ path, libraries, fonts }: Found): Promise<Browser> {
  const environment = { ...process.env, ...(libraries && { LD_LIBRARY_PATH: libraries }), ...(fonts && { FONTCONFIG_PATH: fonts }) }
  return chromium.launch({
    executablePath: path,
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
    env: environment as Record<string, string>,
  })
}

/** The browser of the package @sparticuz/chromium, for x64 Linux. It is packed: it is unpacked once, beside the packages. */
async function packaged(): Promise<Found | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  if (!existsSync(join(cache, 'chromium'))) await unpack()
  const path = join(cache, 'chromium')
  const libraries = join(cache, 'al2023', 'lib')
  const hasFonts = existsSync('/etc/fonts/fonts.conf')
  return { path, ...(!hasFonts && { fonts: join(cache, 'fonts') }), ...(lacksLibraries(path) && { libraries }) }
}

async function unpack(): Promise<void> {
  mkdirSync(dirname(cache), { recursive: true })
  // Threads of one process may come here at the same time: each unpacks for itself, and the first one is kept.
  const own = mkdtempSync(`${cache}-`)
  const before = { ...process.env }
  // The package unpacks into the temporary folder, and the libraries of a bare machine only where it takes itself to be in the cloud.
  Object.assign(process.env, { TMPDIR: own, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' })
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    await packed.executablePath()
    keep(own)
  } finally {
    for (const name of ['TMPDIR', 'AWS_EXECUTION_ENV', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH']) restore(name, before[name])
    rmSync(own, { recursive: true, force: true })
  }
}

/** A folder gets the name of the cache only when all of it is there. */
function keep(own: string): void {
  try {
    renameSync(own, cache)
  } catch (error) {
    if (!existsSync(join(cache, 'chromium'))) throw error
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(process.env, name)
  else process.env[name] = value
}

function lacksLibraries(path: string): boolean {
  try {
    return execFileSync('ldd', [path], { encoding: 'utf8' }).includes('not found')
  } catch {
    return true
  }
}
