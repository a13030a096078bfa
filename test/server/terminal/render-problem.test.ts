import { Writable } from 'node:stream'
import { afterEach, expect, test, vi } from 'vitest'
import { documentProblem } from '../../../engine/index.ts'
import { renderProblems } from '../../../server/terminal/render-problem.ts'
import { processTerminal } from '../../../server/terminal/terminal.ts'

afterEach(() => vi.unstubAllEnvs())

function rendered(isTTY: boolean): string {
  let text = ''
  const messages = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk)
        done()
      },
    }),
    { isTTY },
  )
  renderProblems({ ...processTerminal, messages }, [documentProblem('document.duplicate-key', {}, { key: 'a', firstLine: 3 })])
  return text
}

const escape = '\u001B'

test('problems have colours on a terminal, and none in a file', () => {
  vi.stubEnv('NO_COLOR', '')

  expect(rendered(true)).toContain(escape)
  expect(rendered(false)).not.toContain(escape)
})

test('whoever sets NO_COLOR gets none on a terminal either', () => {
  vi.stubEnv('NO_COLOR', '1')

  expect(rendered(true)).not.toContain(escape)
  expect(rendered(true)).toMatch(/^error document\.duplicate-key “a” stands twice/)
})
