import { type PersonalData, type SchemaSource, type SchemaView, dereference, itemsOf, propertyOf } from '../../engine/index.ts'

/** What a record's schema knows of it. */
export interface Described {
  readonly schemas: SchemaSource
  readonly view: SchemaView | undefined
}

export interface Masked {
  readonly value: unknown
  /** Places that were changed, each once: `Customer.Email`, with lists as `[]`. */
  readonly paths: readonly string[]
}

const byName: readonly (readonly [RegExp, PersonalData])[] = [
  [/e-?mail/i, 'email'],
  [/phone|mobile|fax|telefo?n/i, 'phone'],
  [
    /(customer|consumer|contact|establishment|company|full|first|last|middle|sur|family|given|user|person|recipient|addressee|display)[ _-]?names?$/i,
    'name',
  ],
  [/^(first|last|sur|family|given)name$|^attention$/i, 'name'],
  [/street|address[ _-]?(line)?[ _-]?\d|^address$|house[ _-]?number/i, 'street'],
  [/^(.*[ _-])?(city|town|place)$|City$/i, 'city'],
  [
    /post(al)?[ _-]?code|zip|iban|^bic$|swift|vat[ _-]?(number|code|id)|tax[ _-]?(number|id)|coc|chamber|passport|licen[cs]e|bank[ _-]?account|card[ _-]?number/i,
    'code',
  ],
  [/birth/i, 'birth'],
  [/password|secret|token|api[ _-]?key/i, 'secret'],
]

const shapes: readonly (readonly [RegExp, PersonalData])[] = [
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, 'email'],
  [/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g, 'code'],
  [/(?<![\w-])\+\d[\d ()/-]{7,}\d(?![\w-])/g, 'phone'],
]

const names = ['Alder', 'Birch', 'Cedar', 'Elm', 'Fir', 'Hazel', 'Juniper', 'Larch', 'Maple', 'Oak', 'Pine', 'Rowan', 'Spruce', 'Willow']
const cities = ['Northfield', 'Eastbrook', 'Southmere', 'Westhaven', 'Oldbridge', 'Newmarket', 'Highcliff', 'Lowdale']

/**
 * A record in which nobody can be recognised: by what its schema says of its fields, by their names, and by what stands in them.
 * Equal values become equal values, so that what belongs together still does; lengths, forms and what is missing stay, so that a
 * mapping behaves as it did.
 */
export function maskRecord(record: unknown, described?: Described): Masked {
  const paths = new Set<string>()
  return { value: mask(record, '', described, paths), paths: [...paths] }
}

function mask(value: unknown, path: string, described: Described | undefined, paths: Set<string>): unknown {
  if (Array.isArray(value)) {
    const items = inside(described, (schemas, view) => itemsOf(schemas, view))
    return value.map((item) => mask(item, `${path}[]`, items, paths))
  }
  if (typeof value === 'object' && value !== null) {
    const describesPerson = Object.keys(value).some((key) => /e-?mail|phone|street|address/i.test(key))
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => {
        const place = path === '' ? key : `${path}.${key}`
        const property = inside(described, (schemas, view) => propertyOf(schemas, view, key))
        const said = personalIn(property)
        if (said === false && isScalar(child)) return [key, child]
        const kind = said || kindOf(key, describesPerson)
        return [key, kind && isScalar(child) ? replaced(child, kind, place, paths) : mask(child, place, property, paths)]
      }),
    )
  }
  return typeof value === 'string' ? masksShapes(value, path, paths) : value
}

function inside(
  described: Described | undefined,
  find: (schemas: SchemaSource, view: SchemaView) => SchemaView | undefined,
): Described | undefined {
  return described?.view && { schemas: described.schemas, view: find(described.schemas, described.view) }
}

/** What the schema says of a field: `false` where it is not personal, whatever it is called. */
function personalIn(described: Described | undefined): PersonalData | false | undefined {
  if (!described?.view) return undefined
  const { personal, format } = dereference(described.schemas, described.view).schema
  return personal ?? (format === 'email' ? 'email' : undefined)
}

function kindOf(key: string, describesPerson: boolean): PersonalData | undefined {
  const found = byName.find(([pattern]) => pattern.test(key))?.[1]
  return found ?? (describesPerson && /^name\d?$/i.test(key) ? 'name' : undefined)
}

function isScalar(value: unknown): value is string | number {
  return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number'
}

function replaced(value: string | number, kind: PersonalData, path: string, paths: Set<string>): string | number {
  const text = pseudonym(String(value), kind)
  if (text === String(value)) return value
  paths.add(path)
  return typeof value === 'number' ? Number(text) : text
}

/** Free text may hold addresses and numbers too. */
function masksShapes(value: string, path: string, paths: Set<string>): string {
  const text = shapes.reduce((before, [pattern, kind]) => before.replace(pattern, (found) => pseudonym(found, kind)), value)
  if (text !== value) paths.add(path)
  return text
}

function pseudonym(text: string, kind: PersonalData): string {
  const hash = hashOf(text.trim().toLowerCase())
  switch (kind) {
    case 'name':
      return `${names[hash % names.length]} ${(hash % 9000) + 1000}`
    case 'email':
      return `person${(hash % 90_000) + 10_000}@example.com`
    case 'street':
      return /\d/.test(text) || text.length > 6 ? `${names[hash % names.length]} Street ${(hash % 200) + 1}` : scrambled(text, hash)
    case 'city':
      return cities[hash % cities.length]!
    case 'birth':
      return /^\d{4}-\d{2}-\d{2}/.test(text) ? `1980-01-01${text.slice(10)}` : scrambled(text, hash)
    case 'secret':
      return 'masked'
    default:
      return scrambled(text, hash)
  }
}

/** Digits stay digits and letters letters; zeros and signs stay, as they often mean something. */
function scrambled(text: string, hash: number): string {
  let state = hash || 1
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 8) % below
  }
  return text.replace(/[1-9]|[a-z]|[A-Z]/g, (character) => {
    if (/\d/.test(character)) return String(next(9) + 1)
    const first = character === character.toLowerCase() ? 97 : 65
    return String.fromCharCode(first + next(26))
  })
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0
  return hash
}
