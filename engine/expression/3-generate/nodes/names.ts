import type { Name } from '../../1-parse/tree.ts'
import { ANYTHING, ARRAY, mayBe, OBJECT, UNDEFINED } from '../../2-analyze/types.ts'
import { inheritedNames } from '../../runtime/read.ts'
import { js, member, type Code, type Operand } from '../code.ts'
import { nothing, type Generator } from '../generator.ts'

/**
 * A run of field names: `customer.address.city`. Objects are read here, field by field, and each is read once however many paths go
 * through it; where a list turns up on the way, the rest of the path goes to the runtime.
 *
 * @param base where it starts; a list there stands for its items if `isContext`, and else is one value
 */
export function emitNames(g: Generator, base: Operand, names: readonly string[], isContext: boolean): Operand {
  return g.once(`${base.text}${isContext ? '' : '!'}.${names.join('\0')}`, () => {
    const reads = readAll(g, base, names)
    if (!mayBe(base.types, ARRAY) && names.length === 1) return reads[0]!.value
    return g.constant(select(g, reads, names, isContext, ''), ANYTHING)
  })
}

/** The same under `[]`, which may stand at the last name or further in front. */
export function emitKeptNames(g: Generator, base: Operand, nodes: readonly Name[], isContext: boolean): Operand {
  const names = nodes.map(({ name }) => name)
  const isNameKept = nodes.at(-1)!.keepArray === true
  return g.once(`${base.text}${isContext ? '' : '!'}${isNameKept ? '[]]' : '[]'}.${names.join('\0')}`, () =>
    g.constant(select(g, readAll(g, base, names), names, isContext, 'Kept', isNameKept), ARRAY | UNDEFINED),
  )
}

/** One name on its own. */
export function emitName(g: Generator, node: Name, base: Operand): Operand {
  const value = emitNames(g, base, [node.name], false)
  g.tracer?.names(g, base, [node], false, value)
  return value
}

/** The same where further steps follow: always a list. */
export function emitNameItems(g: Generator, base: Operand, nodes: readonly Name[], isContext: boolean): Operand {
  const names = nodes.map(({ name }) => name)
  return g.constant(select(g, readAll(g, base, names), names, isContext, 'Items', nodes.at(-1)!.keepArray), ARRAY, 'list')
}

interface Read {
  /** What the name is read from. */
  from: Operand
  /** The object that `from` is, or `noFields`. */
  fields: Operand
  value: Operand
}

/** Reads as if every value on the way were an object: what is none has no fields. */
function readAll(g: Generator, base: Operand, names: readonly string[]): Read[] {
  let from = base
  return names.map((name) => {
    const fields = emitFields(g, from)
    const value = g.once(`${fields.text}.${name}`, () => readField(g, fields, name))
    const read = { from, fields, value }
    from = value
    return read
  })
}

function readField(g: Generator, fields: Operand, name: string): Operand {
  if (inheritedNames.has(name)) return g.constant(js`${g.use('own')}(${fields}, ${name})`, ANYTHING)
  return g.constant(js`${fields}${member(name)}`, ANYTHING)
}

/** An object whose fields may be read without looking further; `noFields` if the value is none. */
export function emitFields(g: Generator, value: Operand): Operand {
  return g.once(`${value.text}{}`, () =>
    g.constant(
      js`typeof ${value} === 'object' && ${value} !== null && ${value}.__proto__ === ${g.use('objectPrototype')} ? ${value} : ${g.use('fieldsOf')}(${value})`,
      OBJECT,
      'o',
    ),
  )
}

/** How the result is wanted: collapsed, collapsed under `[]`, or as a list. */
type Form = '' | 'Kept' | 'Items'

/** The longest way through objects that holds; where there is a list on it, the runtime takes over. */
function select(g: Generator, reads: readonly Read[], names: readonly string[], isContext: boolean, form: Form, isNameKept = false): Code {
  const base = reads[0]!.from
  const walk = (isItem: boolean, value: Code, rest: readonly string[]) => {
    const given = [value, g.unit.list(rest), ...(form === 'Kept' || isNameKept ? [js`${isNameKept}`] : [])]
    return js`${g.use(`${isItem ? 'walkItem' : 'walk'}${form}`)}(${given})`
  }
  const takeItems = g.lists.asItems ? 'itemsFound' : 'items'
  const end = (value: Operand) => (form === '' ? value : js`${g.use(form === 'Kept' ? 'keep' : takeItems)}(${value})`)
  const handOn = (value: Operand) => (g.lists.asItems ? js`${g.use('handedOn')}(${value})` : value)
  let code: Code = form === 'Items' ? g.use('none') : nothing
  if (mayBe(base.types, ARRAY)) code = walk(!isContext, base, names)
  reads.forEach(({ fields, value }, index) => {
    const found = index === reads.length - 1 ? end(value) : walk(false, handOn(value), names.slice(index + 1))
    code = js`${fields} !== ${g.use('noFields')} ? ${found} : ${code}`
  })
  return code
}
