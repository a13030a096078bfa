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
export function emitNames(g: Generator, base: Operand, names: readonly string[], isContext: boolean, isKept = false): Operand {
  return g.once(`${base.text}${isContext ? '' : '!'}${isKept ? '[]' : ''}.${names.join('\0')}`, () => {
    const reads = readAll(g, base, names)
    if (isKept) return g.constant(select(g, reads, names, isContext, 'Kept'), ARRAY | UNDEFINED)
    if (!mayBe(base.types, ARRAY) && names.length === 1) return reads[0]!.value
    return g.constant(select(g, reads, names, isContext, ''), ANYTHING)
  })
}

/** One name on its own. */
export function emitName(g: Generator, node: Name, base: Operand): Operand {
  const value = emitNames(g, base, [node.name], false)
  g.tracer?.names(g, base, [node], false, value)
  return value
}

/** The same where further steps follow: always a list. */
export function emitNameItems(g: Generator, base: Operand, names: readonly string[], isContext: boolean): Operand {
  return g.constant(select(g, readAll(g, base, names), names, isContext, 'Items'), ARRAY, 'list')
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
function select(g: Generator, reads: readonly Read[], names: readonly string[], isContext: boolean, form: Form): Code {
  const base = reads[0]!.from
  const walk = g.use(`walk${form}`)
  const takeItems = g.lists.asItems ? 'itemsFound' : 'items'
  const end = (value: Operand) => (form === '' ? value : js`${g.use(form === 'Kept' ? 'keep' : takeItems)}(${value})`)
  const handOn = (value: Operand) => (g.lists.asItems ? js`${g.use('handedOn')}(${value})` : value)
  let code: Code = form === 'Items' ? g.use('none') : nothing
  if (mayBe(base.types, ARRAY)) code = js`${isContext ? walk : g.use(`walkItem${form}`)}(${base}, ${g.unit.list(names)})`
  reads.forEach(({ fields, value }, index) => {
    const found = index === reads.length - 1 ? end(value) : js`${walk}(${handOn(value)}, ${g.unit.list(names.slice(index + 1))})`
    code = js`${fields} !== ${g.use('noFields')} ? ${found} : ${code}`
  })
  return code
}
