import { type Analysis, types } from '../expression/index.ts'
import { entryOf, keyPlaceOf, placeOf } from '../document/node.ts'
import { suggestion } from '../document/nearest-name.ts'
import type { Place, Problem } from '../problem.ts'
import { areDisjoint } from './check-expression.ts'
import type { CheckScope } from './check-scope.ts'
import { type ContractCheck, compileContract } from './contract.ts'
import type { DataShape } from './data-shape.ts'
import { mappingProblem } from './problems.ts'
import { type Schema, type SchemaView, dereference, itemsOf, propertyNames, propertyOf, typesOf } from './schema.ts'
import type { SchemaSource } from './schema-source.ts'
import { constantOf } from './settings-constant.ts'
import type { Field, Mode, Shape, Value } from './shape.ts'

/** A place of the target's contract that a field or shape is written into. */
export class TargetShape {
  readonly source: SchemaSource
  readonly view: SchemaView
  readonly mode: Mode
  /** The property that it is, and the record that has it; the target itself has none. */
  readonly name: string
  readonly owner: string

  constructor(source: SchemaSource, view: SchemaView, mode: Mode, name = '', owner = '') {
    this.source = source
    this.view = dereference(source, view)
    this.mode = mode
    this.name = name
    this.owner = owner
  }

  get title(): string {
    return this.view.schema.title ?? this.view.name
  }

  get isScalar(): boolean {
    const declared = typesOf(this.view.schema)
    return declared.length > 0 && !declared.includes('array') && !declared.includes('object')
  }

  /** The target takes no value here at all, which is told of the field itself. */
  get isRefused(): boolean {
    return isRefused(this.view.schema, this.mode) || this.view.schema.deepInsert === false
  }

  property(name: string): TargetShape | undefined {
    const view = propertyOf(this.source, this.view, name)
    return view && new TargetShape(this.source, view, this.mode, name, this.title)
  }

  /** What stands in a nested list is created with its parent, whatever happens to the parent. */
  items(): TargetShape | undefined {
    const view = itemsOf(this.source, this.view)
    return view && new TargetShape(this.source, view, 'create', this.name, this.owner)
  }

  names(): string[] {
    return propertyNames(this.source, this.view)
  }

  notAList(shape: Shape, { at }: CheckScope): Problem {
    return mappingProblem(
      'mapping.wrong-type',
      { ...placeOfShape(shape), ...at },
      { property: this.name, expected: 'one value', found: 'a list' },
    )
  }

  /** The properties that a record cannot be created without and that no field makes. */
  missing(shape: Shape, settings: Readonly<Record<string, unknown>>, { at }: CheckScope): Problem[] {
    const made = new Set(shape.fields.filter((field) => constantOf(field.when, settings) !== false).map(({ name }) => name))
    const { schema } = this.view
    const groups = [...(this.mode === 'create' ? (schema.requiredOnCreate ?? []) : []), ...(schema.required ?? []).map((name) => [name])]
    const place = { ...placeOfShape(shape), ...at }
    return groups
      .filter((group) => !group.some((name) => made.has(name)))
      .map((group) =>
        mappingProblem('mapping.required-missing', place, {
          target: this.title,
          properties: group.map((name) => `“${name}”`).join(' or '),
        }),
      )
  }

  /** What can be said of a value before any record is there. */
  checkValue({ value, calls }: Analysis<DataShape>, { node }: Value, scope: CheckScope): Problem[] {
    const { schema } = this.view
    const at: Place = { ...placeOf(node), ...scope.at }
    const problems: Problem[] = []
    if (value.constant !== undefined && value.constant !== null) problems.push(...this.checkConstant(value.constant, at))
    else if (areDisjoint(value.types, acceptedTypes(schema)))
      problems.push(
        mappingProblem('mapping.wrong-type', at, {
          property: this.name,
          expected: describeTypes(acceptedTypes(schema)),
          found: `${describeTypes(value.types)}, always`,
        }),
      )
    if (isAmount(this.name, schema) && calls.some(({ name, isResult }) => name === 'round' && isResult))
      problems.push(mappingProblem('mapping.money-rounding', at, { property: this.name }))
    return problems
  }

  checkConstant(value: unknown, at: Place): Problem[] {
    if (value === null || this.isRefused) return []
    return this.#constantCheck()({ [this.name]: value }).map(({ problemAt }) => problemAt(at))
  }

  #constantCheck(): ContractCheck {
    const { name, schema } = this.view
    let checks = constantChecks.get(schema)
    if (!checks) constantChecks.set(schema, (checks = new Map()))
    const key = `${this.mode} ${this.owner} ${this.name} ${name}`
    let check = checks.get(key)
    if (!check) {
      const wrapper: SchemaView = { name, schema: { title: this.owner, properties: { [this.name]: schema } } }
      checks.set(key, (check = compileContract(this.source, wrapper, this.mode)))
    }
    return check
  }
}

/** Compiling one takes longer than all else that a check does, and properties stay the same while documents change. */
const constantChecks = new WeakMap<Schema, Map<string, ContractCheck>>()

/**
 * Checks that a field has a property to go to, which takes what it makes.
 * @param isActive whether the field is made at all; that a property is read-only harms nobody while the field is switched off
 */
export function checkTarget(field: Field, object: TargetShape, scope: CheckScope, isActive: boolean): Problem[] {
  const at: Place = { ...keyPlaceOf(field.entry!), ...scope.at }
  const { name } = field
  const property = object.property(name)
  if (!property)
    return [mappingProblem('mapping.property-unknown', at, { property: name, target: object.title, ...suggestion(name, object.names()) })]
  const { schema } = property.view
  const declared = schemaOf(object, name)
  const problems: Problem[] = []
  if (isActive && isRefused({ ...schema, ...declared }, object.mode)) {
    const inMode = declared.forbiddenOnCreate ? ' when a record is created' : declared.settableOnInsert ? ' when a record is updated' : ''
    problems.push(mappingProblem('mapping.property-read-only', at, { property: name, target: object.title, inMode }))
  }
  if (isActive && declared.deepInsert === false)
    problems.push(mappingProblem('mapping.no-deep-insert', at, { property: name, target: object.title }))
  if (field.kind === 'shape' && property.isScalar && isShapeMeant(field))
    problems.push(
      mappingProblem('mapping.wrong-type', at, { property: name, expected: describeTypes(acceptedTypes(schema)), found: 'an object' }),
    )
  return problems
}

/** An object with keys that no shape has is something else that went wrong, which was told. */
function isShapeMeant({ node, each, parts, fields }: Shape): boolean {
  return !each && !parts && (fields.length > 0 || node.entries.length === 0)
}

/** What the property itself says, beside the schema that it refers to. */
function schemaOf(object: TargetShape, name: string): Schema {
  return object.view.schema.properties?.[name] ?? {}
}

function isRefused(schema: Schema, mode: Mode): boolean {
  if (mode === 'create') return schema.forbiddenOnCreate === true || (schema.readOnly === true && !schema.settableOnInsert)
  return schema.readOnly === true
}

const bits: Record<string, number> = {
  null: types.NULL,
  boolean: types.BOOLEAN,
  number: types.NUMBER,
  integer: types.NUMBER,
  string: types.STRING,
  array: types.ARRAY,
  object: types.OBJECT,
}

function acceptedTypes(schema: Schema): number {
  const declared = typesOf(schema)
  return declared.length === 0 ? types.ANYTHING : declared.reduce((all, type) => all | (bits[type] ?? 0), 0)
}

function describeTypes(set: number): string {
  const words: [number, string][] = [
    [types.STRING, 'text'],
    [types.NUMBER, 'a number'],
    [types.BOOLEAN, 'true or false'],
    [types.ARRAY, 'a list'],
    [types.OBJECT, 'an object'],
    [types.FUNCTION, 'a function'],
  ]
  return words
    .filter(([bit]) => set & bit)
    .map(([, word]) => word)
    .join(' or ')
}

/** A price or an amount: there it matters how halves are rounded. */
function isAmount(name: string, schema: Schema): boolean {
  return /price|amount|cost|balance/i.test(name) && typesOf(schema).includes('number')
}

/** A field's own key; of a whole document, where its fields begin. */
function placeOfShape({ entry, node }: Shape): Place {
  const fields = entry ?? entryOf(node, 'fields') ?? entryOf(node, 'parts')
  return fields ? keyPlaceOf(fields) : placeOf(node)
}
