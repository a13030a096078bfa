import { type MapNode, kindSchemas, sharedSchemas } from '../../../engine/index.ts'
import type { Spot } from './spot.ts'

/** A piece of the grammar: JSON Schema, as far as the documents' schemas use it. */
export interface Grammar {
  readonly $ref?: string
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Grammar>>
  readonly additionalProperties?: Grammar | boolean
  readonly items?: Grammar
  readonly required?: readonly string[]
  readonly if?: Grammar
  readonly then?: Grammar
  readonly else?: Grammar
  readonly allOf?: readonly Grammar[]
}

interface Placed {
  readonly grammar: Grammar
  /** The file that its references are relative to. */
  readonly file: Grammar
}

/** Everything that the grammar allows at a path: of alternatives, all. */
export function grammarsAt({ document }: Spot, path: readonly string[]): Grammar[] {
  const root = kindSchemas[document.kind] as Grammar
  let placed = alternatives({ grammar: root, file: root })
  for (const key of path) placed = placed.flatMap((each) => below(each, key)).flatMap((each) => alternatives(each))
  return placed.map(({ grammar }) => grammar)
}

function below({ grammar, file }: Placed, key: string): Placed[] {
  const { properties, additionalProperties } = grammar
  if (properties && Object.hasOwn(properties, key)) return [{ grammar: properties[key]!, file }]
  return typeof additionalProperties === 'object' ? [{ grammar: additionalProperties, file }] : []
}

/** The schema itself, and what it refers to, in whatever branch. */
function alternatives(placed: Placed, depth = 0): Placed[] {
  if (depth > 12) return []
  const { grammar, file } = placed
  const next = (each: Grammar | undefined): Placed[] => (each ? alternatives({ grammar: each, file }, depth + 1) : [])
  return [
    placed,
    ...(grammar.$ref === undefined ? [] : alternatives(resolve(grammar.$ref, file), depth + 1)),
    ...next(grammar.then),
    ...next(grammar.else),
    ...(grammar.allOf ?? []).flatMap(next),
  ]
}

function resolve(reference: string, file: Grammar): Placed {
  const [name = '', pointer = ''] = reference.split('#')
  const target = name === '' ? file : ((sharedSchemas[name] ?? {}) as Grammar)
  const grammar = pointer
    .split('/')
    .filter((step) => step !== '')
    .reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], target)
  return { grammar: (grammar ?? {}) as Grammar, file: target }
}

/** Whether a text at the place of an entry is an expression: the grammar says so in the description of what may stand there. */
export function isExpressionAt(spot: Spot): boolean {
  return grammarsAt(spot, spot.path).some(({ description }) => description?.includes('JSONata expression') ?? false)
}

/** The keys that may stand in a map, with what they are for; those that are there already are left out. */
export function keysOf(grammars: readonly Grammar[], owner: MapNode): Map<string, Grammar> {
  const present = new Set(owner.entries.map(({ key }) => key))
  const keys = new Map<string, Grammar>()
  for (const { properties } of grammars)
    for (const [key, grammar] of Object.entries(properties ?? {})) if (!present.has(key) && !keys.has(key)) keys.set(key, grammar)
  return keys
}

/** What a piece of the grammar is for, in words. */
export function describeGrammar(spot: Spot, path: readonly string[]): string | undefined {
  return grammarsAt(spot, path).find(({ description }) => description !== undefined)?.description
}
