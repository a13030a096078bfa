import { type SchemaSource, type SchemaView, dereference, itemsOf } from '../../../engine/index.ts'
import { type EntityProperty, entitySchema } from './entity-index.ts'

/** A property of the request, with its place in it: `salesOrderLines[2].itemId`. */
export interface SentProperty {
  readonly path: string
  readonly name: string
  readonly value: unknown
  readonly caption?: string | undefined
  readonly errors: readonly string[]
  /** Text that people write, which may be personal: no code, no option, no id. */
  readonly isFreeText: boolean
}

/**
 * The property of the request that a refusal speaks of, as far as its text tells: by name in quotes, by the caption of its field,
 * by a sentence that the contract knows of it, or by the length or value that the text repeats.
 */
export function refusedProperty(
  source: SchemaSource,
  view: SchemaView | undefined,
  body: unknown,
  text: string,
): { path?: string; name: string } | undefined {
  if (!view || typeof body !== 'object' || body === null) return undefined
  const sent = [...sentProperties(source, view, body as Record<string, unknown>)]
  const names = new Set([...text.matchAll(/["'“]([A-Za-z]\w*)["'”]/g)].map((match) => match[1]))
  const length = /length of the string is (\d+)/.exec(text)?.[1]
  const repeated = (/contains a value \(([^)]*)\)/.exec(text) ?? /Value: (.*)$/.exec(text) ?? /the literal '([^']*)'/.exec(text))?.[1]
  const field = /^The field (.+?) of table/.exec(text)?.[1] ?? /^(.+?) must /.exec(text)?.[1]
  return (
    only(sent.filter(({ name }) => names.has(name))) ??
    only(
      sent.filter(({ value }) => length !== undefined && typeof value === 'string' && String(value.length) === length && isIn(value, text)),
    ) ??
    only(
      sent.filter(({ caption, value }) => field !== undefined && caption === field && (repeated === undefined || isLike(value, repeated))),
    ) ??
    any(sent.filter(({ errors }) => errors.some((sentence) => text.startsWith(sentence)))) ??
    only(sent.filter(({ value }) => repeated !== undefined && isLike(value, repeated)))
  )
}

/** One candidate tells; several with one name tell the name, not the line. */
function only(candidates: readonly SentProperty[]): { path: string; name: string } | undefined {
  const [first, ...others] = candidates
  if (!first || others.some(({ name }) => name !== first.name)) return undefined
  return { name: first.name, path: others.length === 0 ? first.path : first.path.replaceAll(/\[\d+\]/g, '') }
}

/** A sentence may be about one of several properties: then each is named. */
function any(candidates: readonly SentProperty[]): { path?: string; name: string } | undefined {
  const names = [...new Set(candidates.map(({ name }) => name))]
  return names.length > 1 ? { name: names.join('” or “') } : only(candidates)
}

function isIn(value: string, text: string): boolean {
  return !text.includes('Value: ') || text.includes(value.slice(0, 20))
}

function isLike(value: unknown, repeated: string): boolean {
  return String(value).toUpperCase() === repeated.replace(/^\{(.*)\}$/, '$1').toUpperCase()
}

export function* sentProperties(
  source: SchemaSource,
  view: SchemaView,
  body: Readonly<Record<string, unknown>>,
  at = '',
): Generator<SentProperty> {
  const root = dereference(source, view)
  const { properties = {} } = entitySchema(root)
  for (const [name, value] of Object.entries(body)) {
    const property = properties[name]
    const path = `${at}${name}`
    if (Array.isArray(value)) {
      const items = property && itemsOf(source, { name: root.name, schema: property })
      for (const [index, item] of value.entries())
        if (items && typeof item === 'object' && item !== null)
          yield* sentProperties(source, items, item as Record<string, unknown>, `${path}[${index}].`)
    } else if (typeof value === 'object' && value !== null) {
      if (property) yield* sentProperties(source, { name: root.name, schema: property }, value as Record<string, unknown>, `${path}.`)
    } else yield { path, name, value, caption: property?.field, errors: property?.errors ?? [], isFreeText: isFreeText(property, value) }
  }
}

function isFreeText(property: EntityProperty | undefined, value: unknown): boolean {
  return typeof value === 'string' && !property?.code && !property?.enum && !property?.format
}
