import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Json } from '../../fuzz/data.ts'
import { attempt, compiled, held, oracle, parseForOracle } from '../../fuzz/oracle.ts'
import { isSame } from '../../fuzz/same.ts'

const folder = new URL('probes/', import.meta.url)

/** Each line of a theme is an expression, and behind a tab its input. */
function probesOf(file: string): { text: string; input: Json | undefined }[] {
  const lines = readFileSync(new URL(file, folder), 'utf8').split('\n')
  return lines.filter(Boolean).map((line) => {
    const [text = '', input] = line.split('\t')
    return { text, input: input === undefined ? undefined : (JSON.parse(input) as Json) }
  })
}

test.each(readdirSync(folder))('values and errors are those of JSONata: %s', async (file) => {
  const different: unknown[] = []

  await held(async () => {
    for (const { text, input } of probesOf(file)) {
      const parsed = attempt(() => parseForOracle(text))
      const evaluate = attempt(() => compiled(text))
      const theirs = 'failed' in parsed ? parsed.failed : await oracle(parsed.value, input)
      const ours = 'failed' in evaluate ? evaluate.failed : evaluate.value(input)
      if (!isSame(theirs, ours)) different.push({ text, input, theirs, ours })
    }
  })

  expect(different).toEqual([])
})
