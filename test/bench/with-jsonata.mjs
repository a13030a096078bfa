import jsonata from 'jsonata'
import { builtIns } from '../../dist/engine/index.js'

/** What documents have beyond JSONata; $table is given the rows of the case. */
const added = ['money', 'normalise', 'date', 'json', 'splitText', 'allocate']

/**
 * The same mapping by jsonata: one precompiled expression a field, each awaited, in the order of the document. What surrounds the
 * expressions (objects, lists, conditions, lets) is done by hand here, so that all of the time is jsonata's own.
 */
export function withJsonata(mapping, settings) {
  const tables = mapping.facts.tables
  const compile = (text) => {
    const expression = jsonata(text)
    for (const name of added) expression.registerFunction(name, builtIns.get(name).implement)
    expression.registerFunction('table', (name, key) => rowOf(tables.get(name), key), '<s(snb):x>')
    return expression
  }
  const isBlankAbsent = mapping.source?.blank === true
  const shape = prepareShape(mapping.shape, compile)
  return async (record) => {
    const source = isBlankAbsent ? withoutBlanks(record) : record
    return makeShape(shape, source, { settings, source, key: undefined, steps: {} }, isBlankAbsent, true)
  }
}

function rowOf({ rows, onMiss }, key) {
  if (key !== undefined && Object.hasOwn(rows, String(key))) return rows[String(key)]
  if (typeof onMiss === 'object') return onMiss.default
  if (onMiss === 'omit' || key === undefined) return undefined
  throw new Error(`no row ${key}`)
}

function prepareValue(value, compile) {
  if (!value) return undefined
  return value.kind === 'expression' ? { expression: compile(value.text) } : { constant: value.value }
}

function prepareShape(shape, compile) {
  return {
    name: shape.name,
    lets: sortLets(shape.lets).map(({ name, value }) => ({ name, value: prepareValue(value, compile) })),
    when: prepareValue(shape.when, compile),
    each: prepareValue(shape.each, compile),
    fields: shape.fields.map((field) =>
      field.kind === 'shape'
        ? prepareShape(field, compile)
        : {
            leaf: true,
            name: field.name,
            value: prepareValue(field.value, compile),
            when: prepareValue(field.when, compile),
            default: prepareValue(field.default, compile),
          },
    ),
    parts: shape.parts?.map((part) => prepareShape(part, compile)),
  }
}

/** Lets may need each other in any order; each is computed behind those that its text names. */
function sortLets(lets) {
  const sorted = []
  const add = (each) => {
    if (sorted.includes(each)) return
    const text = each.value.kind === 'expression' ? each.value.text : ''
    for (const other of lets) if (other !== each && new RegExp(`\\$${other.name}\\b`).test(text)) add(other)
    if (!sorted.includes(each)) sorted.push(each)
  }
  lets.forEach(add)
  return sorted
}

async function valueOf({ expression, constant }, context, bindings, isBlankAbsent) {
  if (!expression) return constant
  const value = await expression.evaluate(context, bindings)
  return isBlankAbsent ? withoutBlanks(value) : value
}

async function makeShape(shape, context, bindings, isBlankAbsent, isRoot) {
  if (shape.when && !(await valueOf(shape.when, context, bindings, isBlankAbsent))) return undefined
  if (shape.parts) {
    const inner = await withLets(shape, context, bindings, isBlankAbsent)
    const list = []
    for (const part of shape.parts) {
      if (part.when && !(await valueOf(part.when, context, inner, isBlankAbsent))) continue
      await makeItems({ ...part, when: undefined }, context, inner, isBlankAbsent, list)
    }
    return list
  }
  if (shape.each) {
    const list = []
    await makeItems({ ...shape, when: undefined }, context, bindings, isBlankAbsent, list)
    return list
  }
  return makeObject(shape, context, bindings, isBlankAbsent, isRoot)
}

async function makeItems(shape, context, bindings, isBlankAbsent, list) {
  if (!shape.each) {
    const made = await makeObject(shape, context, bindings, isBlankAbsent, false)
    if (made !== undefined) list.push(made)
    return
  }
  const found = await valueOf(shape.each, context, bindings, isBlankAbsent)
  const items = Array.isArray(found) ? found : found === undefined ? [] : [found]
  for (let index = 0; index < items.length; index++) {
    const made = await makeObject(shape, items[index], { ...bindings, index }, isBlankAbsent, false)
    if (made !== undefined) list.push(made)
  }
}

async function withLets({ lets }, context, bindings, isBlankAbsent) {
  if (lets.length === 0) return bindings
  const inner = { ...bindings }
  for (const { name, value } of lets) inner[name] = await valueOf(value, context, inner, isBlankAbsent)
  return inner
}

async function makeObject(shape, context, bindings, isBlankAbsent, isRoot) {
  const inner = await withLets(shape, context, bindings, isBlankAbsent)
  const object = {}
  for (const field of shape.fields) {
    const value = field.leaf
      ? await makeLeaf(field, context, inner, isBlankAbsent)
      : await makeShape(field, context, inner, isBlankAbsent, false)
    if (value !== undefined) object[field.name] = value
  }
  return isRoot || Object.keys(object).length > 0 ? object : undefined
}

async function makeLeaf(leaf, context, bindings, isBlankAbsent) {
  if (leaf.when && !(await valueOf(leaf.when, context, bindings, isBlankAbsent))) return undefined
  const value = await valueOf(leaf.value, context, bindings, isBlankAbsent)
  if ((value === undefined || value === null) && leaf.default) return valueOf(leaf.default, context, bindings, isBlankAbsent)
  return value
}

function withoutBlanks(value) {
  if (value === null || (typeof value === 'string' && value.trim() === '')) return undefined
  // A function of jsonata's is an object that holds its whole surroundings.
  if (typeof value !== 'object' || '_jsonata_lambda' in value) return value
  if (Array.isArray(value)) return value.map(withoutBlanks).filter((item) => item !== undefined)
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, field]) => [key, withoutBlanks(field)])
      .filter(([, field]) => field !== undefined),
  )
}
