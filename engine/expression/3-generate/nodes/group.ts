import type { Grouping, Node, ObjectConstructor, Pair } from '../../1-parse/tree.ts'
import { ANYTHING, ARRAY, isWithin, mayBe, OBJECT, STRING, UNDEFINED } from '../../2-analyze/types.ts'
import { js, member, propertyKey, type Code, type Operand } from '../code.ts'
import { contextOf, type Context, type Generator } from '../generator.ts'
import { conjunction } from './operators.ts'

/** `{…}` on its own: it groups the items of the context where that is a list. */
export function emitObject(g: Generator, node: ObjectConstructor, context: Context): Operand {
  const position = node.position ?? 0
  if (node.pairs.length === 0) return g.constant(js`{}`, OBJECT)
  if (hasFixedKeys(node.pairs)) return emitRecord(g, node.pairs, together(g, context), position)
  if (!mayBe(context.value.types, ARRAY) && node.pairs.length === 1) return emitSinglePair(g, node.pairs[0]!, context, position)
  return emitGroups(g, node.pairs, g.constant(js`${g.use('itemsOrMissing')}(${context.value})`, ARRAY, 'list'), position)
}

/** `{…}` behind a value: groups its items. */
export function emitGrouping(g: Generator, { pairs, position }: Grouping, list: Operand): Operand {
  g.tracer?.gathered(g, list)
  if (pairs.length === 0) return g.constant(js`{}`, OBJECT)
  if (!hasFixedKeys(pairs)) return emitGroups(g, pairs, list, position)
  const data = g.constant(js`${g.use('gathered')}(${list})`, ANYTHING, 'c')
  return emitRecord(g, pairs, contextOf(data), position)
}

/** Every item falls under the same keys, so the values are computed once, on all items together. */
function together(g: Generator, context: Context): Context {
  if (!mayBe(context.value.types, ARRAY)) return context
  const { value } = context
  const data = g.once(`${value.text}*`, () =>
    g.constant(js`${g.use('isArray')}(${value}) ? ${g.use('gathered')}(${value}) : ${value}`, ANYTHING, 'c'),
  )
  return contextOf(data)
}

function hasFixedKeys(pairs: readonly Pair[]): boolean {
  return pairs.every(({ key }) => fixedKey(key) !== undefined)
}

function fixedKey(key: Node): string | undefined {
  return key.kind === 'literal' && typeof key.value === 'string' && !key.predicates && !key.group ? key.value : undefined
}

/** An object whose keys are known. Those of missing values are left out, so what may be missing is added one by one. */
function emitRecord(g: Generator, pairs: readonly Pair[], context: Context, position: number): Operand {
  const keys = pairs.map(({ key }) => fixedKey(key)!)
  const repeated = keys.find((key, index) => isReserved(key) || keys.indexOf(key) < index)
  if (repeated !== undefined) {
    g.line(js`${g.use('raise')}(${isReserved(repeated) ? 'D1013' : 'D1009'}, { value: ${repeated} }, ${position})`)
  }
  const fields = pairs.map(({ value }, index) => ({ key: keys[index]!, value: g.value(value, context) }))
  return emitFields(g, fields)
}

export interface Field {
  key: string
  value: Operand
}

/** An object in one go where all of its fields are there: most are, and JavaScript then knows its shape from the start. */
export function emitFields(g: Generator, fields: readonly Field[]): Operand {
  const unsure = fields.filter(({ value }) => mayBe(value.types, UNDEFINED))
  if (unsure.length < 2) return emitOneByOne(g, fields)
  const object = g.variable(OBJECT, 'o')
  const areThere = conjunction(unsure.map(({ value }) => js`${value} !== undefined`))
  g.line(js`if (${areThere}) ${object} = ${objectLiteral(fields)}`)
  g.inBraces(js`else {`, () => g.assign(object, emitOneByOne(g, fields)))
  return object
}

function objectLiteral(fields: readonly Field[]): Code {
  return js`{ ${fields.map(({ key, value }) => js`${propertyKey(key)}: ${value}`)} }`
}

function emitOneByOne(g: Generator, fields: readonly Field[]): Operand {
  const sure = fields.findIndex(({ value }) => mayBe(value.types, UNDEFINED))
  const first = sure === -1 ? fields : fields.slice(0, sure)
  const object = g.constant(objectLiteral(first), OBJECT, 'o')
  for (const { key, value } of fields.slice(first.length)) {
    const set = key === '__proto__' ? js`${g.use('setOwn')}(${object}, ${key}, ${value})` : js`${object}${member(key)} = ${value}`
    g.line(mayBe(value.types, UNDEFINED) ? js`if (${value} !== undefined) ${set}` : set)
  }
  return object
}

/** Keys that JSONata keeps for itself: in its own data they would turn an object into a function. */
function isReserved(key: string): boolean {
  return key === '_jsonata_lambda' || key === '_jsonata_function'
}

function emitSinglePair(g: Generator, { key, value }: Pair, context: Context, position: number): Operand {
  const name = emitKey(g, key, context, position)
  const object = g.constant(js`{}`, OBJECT, 'o')
  g.if(js`${name} !== undefined`, () => {
    const field = g.value(value, context)
    const set = js`${g.use('setOwn')}(${object}, ${name}, ${field})`
    g.line(mayBe(field.types, UNDEFINED) ? js`if (${field} !== undefined) ${set}` : set)
  })
  return object
}

function emitKey(g: Generator, key: Node, context: Context, position: number): Operand {
  const name = g.value(key, context)
  if (!isWithin(name.types, STRING)) g.line(js`${g.use('checkKey')}(${name}, ${position})`)
  return name
}

/** Keys first, for every item; then the values, each on the items that share its key. */
function emitGroups(g: Generator, pairs: readonly Pair[], list: Operand, position: number): Operand {
  const groups = g.constant(js`new ${g.use('Groups')}(${position})`, OBJECT, 'groups')
  const iterated = g.constant(js`${g.use('orMissing')}(${list})`, ARRAY, 'list')
  g.forEach(iterated, (item) => {
    pairs.forEach(({ key }, index) => g.line(js`${groups}.add(${g.value(key, contextOf(item))}, ${item}, ${index})`))
  })
  const object = g.constant(js`{}`, OBJECT, 'o')
  g.forEach(g.constant(js`${groups}.all()`, ARRAY, 'list'), (group) => {
    const data = g.constant(js`${group}.data`, ANYTHING, 'c')
    const context = contextOf(data)
    const result = pairs.length === 1 ? g.value(pairs[0]!.value, context) : emitChoice(g, pairs, context, js`${group}.pair`)
    g.line(js`if (${result} !== undefined) ${g.use('setOwn')}(${object}, ${group}.key, ${result})`)
  })
  return object
}

function emitChoice(g: Generator, pairs: readonly Pair[], context: Context, chosen: Code): Operand {
  const result = g.variable(ANYTHING)
  pairs.forEach(({ value }, index) => g.if(js`${chosen} === ${index}`, () => g.assign(result, g.value(value, context))))
  return result
}
