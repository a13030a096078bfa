import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { runInThisContext } from 'node:vm'
import type jsonata from 'jsonata'

/** What is another thing in JSONata where one of its oddities is mended. */
export interface Mend {
  pattern: RegExp
  replacement: string
  /** How often it stands in JSONata's source: another version may need another mend. */
  times: number
}

const source = readFileSync(createRequire(import.meta.url).resolve('jsonata'), 'utf8')

/** What the replacements use. */
const helpers = `
  const inTurn = async (works) => {
    const results = []
    for (const work of works) results.push(await work())
    return results
  }
  const copyOf = (value) => {
    if (Array.isArray(value)) return value.map(copyOf)
    if (typeof value === 'function') return undefined
    if (typeof value !== 'object' || value === null || value instanceof RegExp) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)]))
  }
  const firstPosition = (ast) => (ast.type === 'path' ? firstPosition(ast.steps[0]) : ast.position)
  const isFallback = ({ condition, then, else: other }) =>
    (condition.type === 'function' && condition.position === undefined) ||
    (other !== undefined && firstPosition(condition) === firstPosition(then))
  const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
  const holds = (value, part) => {
    if (typeof value !== 'object' || value === null) return false
    return value === part || Object.values(value).some((inner) => holds(inner, part))
  }
  const write = (object, key, value) => {
    if (key !== '__proto__' || !isObject(object)) return (object[key] = value)
    return Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  }
  const asData = (value) => {
    if (typeof value !== 'object' || value === null || value._jsonata_lambda || value._jsonata_function) return value
    if (Array.isArray(value)) return value.map(asData)
    const isCalled = typeof value.toJSON === 'function'
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, isCalled && key === 'toJSON' ? '' : asData(inner)]))
  }
  const note = (list, mark) => {
    if (typeof list === 'object') Object.defineProperty(list, mark, { value: true, configurable: true })
  }
  const checkedPartial = (given, call) => {
    const isOpen = (each) => each?.type === 'operator' && each.value === '?'
    const implementation = function (...rest) {
      return call(given.map((each) => (isOpen(each) ? rest.shift() : each)), this.input)
    }
    Object.defineProperty(implementation, 'length', { value: given.filter(isOpen).length })
    return { _jsonata_function: true, implementation }
  }
`

export type Jsonata = typeof jsonata

const mended = new Map<string, Jsonata>()

/** JSONata without some of its oddities: a difference that comes from them alone is none from it. */
export function mendedJsonata(mends: readonly Mend[]): Jsonata {
  const key = mends.map(({ pattern }) => pattern.source).join('\n')
  let known = mended.get(key)
  if (!known) mended.set(key, (known = load(mends.reduce(apply, source))))
  return known
}

function apply(text: string, { pattern, replacement, times }: Mend): string {
  const found = [...text.matchAll(pattern)].length
  if (found !== times) throw new Error(`${pattern} stands ${found} times in jsonata, and not ${times} times`)
  return text.replace(pattern, replacement)
}

function load(text: string): Jsonata {
  const module = { exports: {} }
  const run = runInThisContext(`(function (module, exports) {${helpers}${text}\n})`) as (module: object, exports: object) => void
  run(module, module.exports)
  return module.exports as Jsonata
}
