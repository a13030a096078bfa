import { locate } from '../../engine/expression/1-parse/spans.ts'
import { parseExpression } from '../../engine/expression/index.ts'
import type { Json } from './data.ts'

export interface Failure {
  text: string
  input: Json
}

/** The smallest expression and input that still fail: parts take the place of wholes as long as `fails` says so. */
export async function shrink(failure: Failure, fails: (smaller: Failure) => Promise<boolean>, tries = 500): Promise<Failure> {
  let best = failure
  for (let isSmaller = true; isSmaller && tries > 0;) {
    isSmaller = false
    for (const candidate of candidates(best)) {
      if (--tries <= 0) break
      if (!(await fails(candidate))) continue
      best = candidate
      isSmaller = true
      break
    }
  }
  return best
}

function* candidates({ text, input }: Failure): Generator<Failure> {
  for (const shorter of shorterTexts(text)) yield { text: shorter, input }
  for (const smaller of smallerValues(input)) yield { text, input: smaller }
}

function shorterTexts(text: string): string[] {
  const { ast } = parseExpression(text)
  if (!ast) return []
  const spans = [...locate(ast).values()].filter(({ start, end }) => end > start)
  const texts = new Set<string>()
  for (const { start, end } of spans) texts.add(text.slice(start, end))
  for (const outer of spans) {
    const replace = (by: string) => texts.add(text.slice(0, outer.start) + by + text.slice(outer.end))
    for (const inner of spans) if (inner.start >= outer.start && inner.end <= outer.end) replace(text.slice(inner.start, inner.end))
    for (const by of ['1', '"a"', 'null', 'a', '', '[]', '{}']) replace(by)
  }
  // Statements, arguments and steps that may simply go.
  for (const { index, 0: found } of text.matchAll(/, ?|; ?|\./g)) {
    for (const { start, end } of spans) {
      if (start === index + found.length) texts.add(text.slice(0, index) + text.slice(end))
      if (end === index) texts.add(text.slice(0, start) + text.slice(index + found.length))
    }
  }
  return [...texts].filter((each) => each.length < text.length && each.trim() !== '').sort((one, other) => one.length - other.length)
}

function* smallerValues(value: Json): Generator<Json> {
  if (value === null) return
  yield null
  if (typeof value === 'string') {
    if (value !== 'a' && value !== '') yield 'a'
    return
  }
  if (typeof value === 'number' && value !== 1) yield 1
  if (typeof value !== 'object') return
  for (const key of Object.keys(value)) {
    const copy = structuredClone(value)
    if (Array.isArray(copy)) copy.splice(Number(key), 1)
    else delete copy[key]
    yield copy
  }
  for (const key of Object.keys(value)) {
    const inner = Object.getOwnPropertyDescriptor(value, key)!.value as Json
    yield inner
    for (const smaller of smallerValues(inner)) {
      const copy = structuredClone(value)
      Object.defineProperty(copy, key, { value: smaller, enumerable: true, configurable: true, writable: true })
      yield copy
    }
  }
}
