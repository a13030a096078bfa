import type { Node, Tree } from '../../engine/expression/1-parse/tree.ts'
import { builtIns } from '../../engine/expression/index.ts'

/** Counts what the evaluated expressions are made of. */
export class Coverage {
  readonly counts = new Map<string, number>()

  /** Parts of a tree, each as often as it was evaluated with the whole. */
  add(tree: Tree, evaluations: number): void {
    const found = new Set<string>()
    visit(tree.root, found)
    for (const each of found) this.counts.set(each, (this.counts.get(each) ?? 0) + evaluations)
  }

  /** Everything that JSONata has, seen or not. */
  all(): [part: string, count: number][] {
    const functions = [...builtIns.keys(), 'eval'].filter((name) => !own.has(name)).map((name) => `$${name}`)
    return [...parts, ...functions].map((part) => [part, this.counts.get(part) ?? 0])
  }
}

/** Functions that JSONata does not have. */
const own = new Set(['table', 'normalise', 'date', 'json', 'splitText', 'money', 'allocate'])

const operators = ['+', '-', '*', '/', '%', '<', '<=', '>', '>=', '=', '!=', 'and', 'or', '&', 'in', '..']
const constructs =
  'literal,variable,name,path,wildcard,descendants,parent,regex,negate,array,object,condition,fallback ??,fallback ?:,block,bind,lambda,' +
  'lambda with signature,call,partial,apply,transform,predicate,index predicate,sort,group,keep,focus @,index #'
const parts = [...constructs.split(','), ...operators.map((operator) => `operator ${operator}`)]

function visit(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const item of value) visit(item, found)
    return
  }
  for (const part of partsOf(value as Record<string, unknown>)) found.add(part)
  for (const inner of Object.values(value)) visit(inner, found)
}

function* partsOf(node: Record<string, unknown>): Generator<string> {
  if (node['group']) yield 'group'
  if (node['keepArray'] || node['keepSingleton']) yield 'keep'
  if (node['focus']) yield 'focus @'
  if (node['index'] && !('kind' in node)) yield 'index #'
  if (typeof node['kind'] !== 'string') return
  const each = node as unknown as Node | { kind: 'predicate'; test: Node } | { kind: 'index' } | { kind: 'sort' }
  switch (each.kind) {
    case 'operation':
      yield `operator ${each.operator}`
      break
    case 'fallback':
      yield each.when === 'missing' ? 'fallback ??' : 'fallback ?:'
      break
    case 'index':
      yield 'index #'
      break
    case 'predicate':
      yield each.test.kind === 'literal' && typeof each.test.value === 'number' ? 'index predicate' : 'predicate'
      break
    case 'lambda':
      if (each.signature) yield 'lambda with signature'
      yield 'lambda'
      break
    case 'variable':
      yield 'variable'
      if (builtIns.has(each.name) || each.name === 'eval') yield `$${each.name}`
      break
    default:
      yield each.kind
  }
}
