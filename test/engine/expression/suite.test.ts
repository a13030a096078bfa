import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { compileExpression } from '../../../engine/expression/index.ts'

/** JSONata's own conformance cases stand beside the project, not in it. */
const suite = new URL('../../../../shared/jsonata-suite/', import.meta.url)

interface Case {
  expr?: string
  'expr-file'?: string
  data?: unknown
  dataset?: string | null
  bindings?: Record<string, unknown>
  result?: unknown
  undefinedResult?: boolean
  error?: Record<string, unknown>
  code?: string
  timelimit?: number
  depth?: number
}

const read = (path: string) => readFileSync(new URL(path, suite), 'utf8')

function casesOf(group: string): [title: string, Case][] {
  const files = readdirSync(new URL(`groups/${group}`, suite)).filter((file) => file.endsWith('.json'))
  return files.flatMap((file) => {
    const content = JSON.parse(read(`groups/${group}/${file}`)) as Case | Case[]
    return [content].flat().map((each, index) => [`${file} ${index}`, each] as [string, Case])
  })
}

/** What is compared is JSON: it has no undefined, and no order of keys. */
const asJson = (value: unknown) => (value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown))

/** Gives the same twice: a trace is another evaluation. */
const isRepeatable = (text: string) => !/\$(random|shuffle|now|millis|toMillis)/.test(text)

if (!existsSync(suite)) {
  test('the conformance suite is not beside this copy of the project (../shared/jsonata-suite): nothing to compare with', () => {
    expect(existsSync(suite)).toBe(false)
  })
} else {
  describe.each(readdirSync(new URL('groups', suite)))('JSONata suite: %s', (group) => {
    test.each(casesOf(group))('%s', (_title, each) => {
      const text = each.expr ?? read(`groups/${group}/${each['expr-file']}`)
      const input = 'data' in each ? each.data : each.dataset ? (JSON.parse(read(`datasets/${each.dataset}.json`)) as unknown) : undefined
      const limits = each.timelimit ? { timeout: each.timelimit } : {}

      const limited = { limits }
      let result: unknown
      let thrown: Record<string, unknown> | undefined
      let mode: string | undefined
      try {
        const compiled = compileExpression(text, limited)
        mode = compiled.mode
        result = compiled.evaluate(input, each.bindings)
      } catch (error) {
        thrown = error as Record<string, unknown>
      }

      if (each.undefinedResult) {
        expect(thrown).toBeUndefined()
        expect(result).toBeUndefined()
      } else if ('result' in each) {
        expect(thrown).toBeUndefined()
        expect(mode).toBe('compiled')
        expect(isDeepStrictEqual(asJson(result), asJson(each.result)), JSON.stringify(result)).toBe(true)
      } else {
        const expected = each.error ?? { code: each.code }
        expect(Object.fromEntries(Object.keys(expected).map((key) => [key, thrown?.[key]]))).toEqual(expected)
      }

      if (mode && isRepeatable(text)) {
        const trace = compileExpression(text, { ...limited, trace: true }).trace(input, each.bindings)
        expect(asJson(trace.value)).toEqual(asJson(result))
        expect((trace.error as { code?: string } | undefined)?.code).toBe(thrown?.code)
      }
    })
  })
}
