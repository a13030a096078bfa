import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'

const root = new URL('../../', import.meta.url).pathname
const launch = join(root, 'server', 'launch.mjs')
const folder = mkdtempSync(join(tmpdir(), 'fieldloom-launch-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

/** The command line as a process of its own: only so are signals, pipes and exit codes what a shell sees. */
function start(args: readonly string[], command = [process.execPath, launch]) {
  const [program, ...before] = command as [string, ...string[]]
  const child = spawn(program, [...before, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  running.push(child)
  let output = ''
  let messages = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (messages += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const said = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(output)
        if (found) resolve(found)
      }
      look()
      child.stdout.on('data', look)
      void ended.then(() => reject(new Error(`ended without ${String(pattern)}: ${output}${messages}`)))
    })
  return { child, ended, said, messages: () => messages }
}

describe('what serves ends cleanly', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    for (const [what, args, ready] of [
      ['the sandbox', ['sandbox', 'business-central', '--port', '0'], /at (http:\S+),/],
      ['the workbench', ['serve', '--port', '0', '--workspace', folder], /open (http:\S+)/],
    ] as const)
      test(`${what} at ${signal}`, async () => {
        const { child, ended, said, messages } = start(args)
        await said(ready)

        child.kill(signal)

        expect(await ended).toBe(0)
        expect(messages()).toBe('')
      })

  test('the sandbox, when the npm that started it is killed', async () => {
    const { child, said } = start(['sandbox', 'business-central', '--port', '0'], ['npm', 'run', '-s', 'fieldloom', '--'])
    const [, url] = await said(/at (http:\S+),/)

    child.kill('SIGTERM')

    await expect
      .poll(
        () =>
          fetch(url!).then(
            () => 'answers',
            () => 'gone',
          ),
        { timeout: 60_000 },
      )
      .toBe('gone')
  })
})

test('a port that is taken is wrong usage, told with the port and what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const port = String((taken.address() as AddressInfo).port)

  for (const args of [
    ['sandbox', 'business-central', '--port', port],
    ['serve', '--port', port, '--workspace', folder],
  ]) {
    const { ended, messages } = start(args)

    expect(await ended).toBe(2)
    expect(messages()).toMatch(new RegExp(`port ${port} is taken[^]*--port`))
  }
  taken.close()
})

test('a reader that has seen enough ends the command quietly', async () => {
  const { child, ended, messages } = start(['problems', '--json'])

  child.stdout.once('data', () => child.stdout.destroy())

  expect(await ended).toBe(0)
  expect(messages()).toBe('')
})
