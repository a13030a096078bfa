import type { Random } from './random.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const words = [
  '',
  ' ',
  'a',
  'b',
  'blue',
  'Blue Shirt',
  ' two  words ',
  'é',
  '😀x',
  '10',
  '-3.5',
  '007',
  'true',
  'null',
  '2024-02-29',
  'a,b;c',
  'x=1&y=2',
  'line\nbreak',
  'QUJD',
  '0x1F',
  'constructor',
]
const numbers = [0, 1, 2, 3, 5, 10, -1, -7, 0.5, 2.5, 3.5, 0.1, 0.30000000000000004, 1e-7, 12_345.678, 1e21, 1_700_000_000_000]
const oddKeys = ['odd key', '', '__proto__', 'constructor', 'toString', 'length', '$x', 'a.b', 'é', '0', 'and', 'sequence']

/** A record such as expressions are written for: customers, lines, tags, with a few odd fields. */
export function randomRecord(random: Random): Json {
  const record: Json = {
    id: random.pick(numbers),
    name: random.pick(words),
    customer: person(random),
    lines: list(random, 4, () => line(random)),
    tags: list(random, 4, () => random.pick(words)),
    amounts: list(random, 4, () => random.pick(numbers)),
    flag: random.chance(0.5),
    none: null,
    date: random.pick(['2024-02-29T10:15:30.000Z', '2017-10-28', '1969-12-31T23:59:59.999+02:00']),
  }
  for (const key of random.times(2, () => random.pick(oddKeys))) setKey(record, key, scalar(random))
  if (random.chance(0.2)) record['matrix'] = [[1, 2], [], [3]]
  if (random.chance(0.2)) record['mixed'] = random.times(4, () => (random.chance(0.3) ? person(random) : scalar(random)))
  return record
}

function person(random: Random): Json {
  return {
    name: random.pick(words),
    age: random.pick(numbers),
    address: { city: random.pick(words), zip: random.pick(words) },
    ...(random.chance(0.3) && { phones: list(random, 3, () => ({ kind: random.pick(['home', 'work']), number: random.pick(words) })) }),
  }
}

function line(random: Random): Json {
  return {
    sku: random.pick(['A', 'B', 'C']),
    qty: random.pick(numbers),
    price: random.pick(numbers),
    item: { code: random.pick(words), tags: list(random, 3, () => random.pick(words)) },
    ...(random.chance(0.4) && { attributes: list(random, 3, () => ({ k: random.pick(['x', 'y']), v: scalar(random) })) }),
  }
}

function scalar(random: Random): Json {
  return random.pick<Json>([null, true, false, random.pick(numbers), random.pick(words)])
}

/** JSONata treats a list of one like its item, so both are seen. */
function list(random: Random, atMost: number, make: () => Json): Json {
  const items = random.times(atMost, make)
  return items.length === 1 && random.chance(0.4) ? items[0]! : items
}

/** The same record with a few places changed: gone, alone, in a list, of another type. */
export function mutated(random: Random, value: Json): Json {
  const copy = structuredClone(value)
  for (let count = 1 + random.below(3); count > 0; count--) mutate(random, copy)
  return random.weighted<Json>([
    [18, copy],
    [1, [copy, value]],
    [1, random.pick<Json>([[], {}, null, 'text', 7, [[1]], [copy]])],
  ])
}

function mutate(random: Random, root: Json): void {
  const places: [parent: { [key: string]: Json }, key: string][] = []
  const visit = (value: Json) => {
    if (typeof value !== 'object' || value === null) return
    for (const key of Object.keys(value)) {
      const parent = value as { [key: string]: Json }
      places.push([parent, key])
      visit(Object.getOwnPropertyDescriptor(parent, key)!.value as Json)
    }
  }
  visit(root)
  if (places.length === 0) return
  const [parent, key] = random.pick(places)
  const old = Object.getOwnPropertyDescriptor(parent, key)!.value as Json
  const change = random.below(7)
  if (change === 0 && !Array.isArray(parent)) delete parent[key]
  else if (change === 1) setKey(parent, key, [old])
  else if (change === 2) setKey(parent, key, Array.isArray(old) && old.length > 0 ? old[0]! : [])
  else if (change === 3) setKey(parent, key, [old, old])
  else if (change === 4) setKey(parent, key, { name: old, qty: 1 })
  else setKey(parent, key, scalar(random))
}

function setKey(target: object, key: string, value: Json): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}
