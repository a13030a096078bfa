import { existsSync } from 'node:fs'
import { type Server, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { folderOf, run } from './command-line.ts'

test('start copies the demo, sends its orders, prints a table and a link, and ends with 0 when all is final', async () => {
  const workspace = join(folderOf({}), 'workspace')

  const { exitCode, output } = await run(['start', '--exit-when-idle', '--port', '0', '--workspace', workspace])

  expect([exitCode, output]).toEqual([0, expect.stringMatching(/^record +state +number +problem$/m)])
  expect(output).toMatch(/^2001 +confirmed +\d+/m)
  expect(output).toMatch(/^2009 +rejected +mapping\.value-too-long$/m)
  expect(output).toMatch(/^open +http:\/\/127\.0\.0\.1:\d+\/#link=\S+$/m)
  expect(existsSync(join(workspace, 'integration.yaml'))).toBe(true)
})

test.each([['serve'], ['start']])('%s says that a port is taken, and what to do', async (command) => {
  const server: Server = createServer()
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }

  const { exitCode, messages } = await run([command, '--port', String(port), '--workspace', join(folderOf({}), 'workspace')])

  expect(exitCode).toBe(2)
  expect(messages).toMatch(new RegExp(`^error: port ${port} is taken\\n {2}→ .*--port N`))
})
