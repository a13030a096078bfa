import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

test('a compiled expression keeps its source as one text, and nothing of what it was made of', () => {
  const script = new URL('kept-memory.mjs', import.meta.url).pathname

  const bytes = Number(execFileSync(process.execPath, ['--expose-gc', script], { encoding: 'utf8' }))

  // Source, its tree and the function are 7 bytes for each character; with the pieces of the source they were 15.
  expect(bytes).toBeLessThan(10)
})
