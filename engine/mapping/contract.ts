import { type ErrorObject, Ajv2020 } from 'ajv/dist/2020.js'
import type { Place, Problem } from '../problem.ts'
import { suggestion } from '../document/nearest-name.ts'
import { type Path, pointerPath } from '../document/path.ts'
import { isDate, isDateTime, isGuid } from './formats.ts'
import { oncePerSchema } from './once-per-schema.ts'
import { mappingProblem } from './problems.ts'
import { type Schema, type SchemaView, dereference, itemsOf, propertyOf, typesOf } from './schema.ts'
import type { SchemaSource } from './schema-source.ts'
import type { Mode } from './shape.ts'

/** Something in a request that the target would refuse. */
export interface Violation {
  /** Property names and list indexes from the root of the request. */
  readonly path: Path
  /** The problem, for a place that is still to be named. */
  readonly problemAt: (at: Place) => Problem
}

/** The check of requests against the target's contract. */
export type ContractCheck = (request: unknown) => Violation[]

const ajv = new Ajv2020({ allErrors: true, strict: false, strictNumbers: true, allowUnionTypes: true, ownProperties: true, verbose: true })
ajv.addFormat('date', isDate)
ajv.addFormat('date-time', isDateTime)
ajv.addFormat('uuid', isGuid)
ajv.addKeyword({ keyword: 'refused', schemaType: 'string', validate: () => false, errors: false })
ajv.addKeyword({
  keyword: 'oneOfEachGroup',
  schemaType: 'array',
  type: 'object',
  errors: 'full',
  compile: (groups: string[][]) => {
    const validate: { (record: Record<string, unknown>): boolean; errors?: Partial<ErrorObject>[] } = (record) => {
      const missing = groups.filter((group) => !group.some((name) => Object.hasOwn(record, name) && record[name] !== null))
      validate.errors = missing.map((group) => ({ keyword: 'oneOfEachGroup', params: { group } }))
      return missing.length === 0
    }
    return validate as never
  },
})

/** Compiles the check for creating or updating a record of a schema; nested lists that go along are always created. */
export const compileContract = oncePerSchema((source, view, mode: Mode): ContractCheck => {
  const root = dereference(source, view)
  const validate = ajv.compile(requestSchema(source, root, mode))
  return (request) => (validate(request) ? [] : (validate.errors ?? []).map((error) => toViolation(error, root, source)))
})

/** The plain JSON Schema of a request, made of the contract: what is read-only is refused, null clears what may be cleared. */
function requestSchema(source: SchemaSource, { name, schema }: SchemaView, mode: Mode): object {
  const properties = Object.entries(schema.properties ?? {}).map(([property, child]) => [
    property,
    propertySchema(source, { name, schema: child }, mode),
  ])
  return {
    type: 'object',
    title: schema.title ?? name,
    properties: Object.fromEntries(properties),
    ...(schema.properties && { additionalProperties: schema.additionalProperties ?? false }),
    ...(schema.required && { required: schema.required }),
    ...(mode === 'create' && schema.requiredOnCreate?.length && { oneOfEachGroup: schema.requiredOnCreate }),
  }
}

function propertySchema(source: SchemaSource, view: SchemaView, mode: Mode): object {
  const { name, schema } = dereference(source, view)
  if (mode === 'create' ? schema.forbiddenOnCreate : schema.settableOnInsert) return { refused: mode }
  if (schema.readOnly && !(mode === 'create' && schema.settableOnInsert)) return { refused: 'always' }
  if (schema.deepInsert === false) return { refused: 'nested' }
  const types = typesOf(schema)
  if (types.includes('array') && schema.items)
    return { type: ['array'], items: propertySchema(source, { name, schema: schema.items }, 'create') }
  if (types.includes('object') || schema.properties) return { ...requestSchema(source, { name, schema }, mode), type: ['object', 'null'] }
  return {
    ...(types.length > 0 && { type: [...new Set([...types, 'null'])] }),
    ...(schema.enum && { enum: [...schema.enum, ...schema.enum.map(captionOf), null] }),
    ...(schema.format && knownFormats.has(schema.format) && { format: schema.format }),
    ...pick(schema, ['maxLength', 'minimum', 'maximum']),
  }
}

const knownFormats = new Set(['date', 'date-time', 'uuid'])

/** OData encodes what cannot stand in a name: `Fixed_x0020_Asset` is “Fixed Asset”. Both are accepted, the caption and the literal. */
export function captionOf(member: unknown): unknown {
  return typeof member === 'string'
    ? member.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : member
}

function pick<Key extends keyof Schema>(schema: Schema, keys: readonly Key[]): Partial<Schema> {
  return Object.fromEntries(keys.filter((key) => schema[key] !== undefined).map((key) => [key, schema[key]]))
}

function toViolation(error: ErrorObject, root: SchemaView, source: SchemaSource): Violation {
  const path = pointerPath(error.instancePath)
  const target = ownerOf(path, root, source)
  const extra = error.keyword === 'additionalProperties' ? [String(error.params['additionalProperty'])] : []
  return { path: [...path, ...extra], problemAt: (at) => violationProblem(error, at, String(extra[0] ?? propertyName(path)), target) }
}

/** What the record is called that a path's last name belongs to: of a line's property it is the line. */
function ownerOf(path: Path, root: SchemaView, source: SchemaSource): string {
  const owner = path
    .slice(
      0,
      path.findLastIndex((step) => typeof step === 'string'),
    )
    .reduce<SchemaView | undefined>(
      (view, step) => view && (typeof step === 'number' ? itemsOf(source, view) : propertyOf(source, view, step)),
      root,
    )
  return (owner && (owner.schema.title ?? owner.name)) ?? root.name
}

/** The last name of a path: of `lines[3]` it is `lines`. */
function propertyName(path: Path): string | number {
  return path.findLast((part) => typeof part === 'string') ?? ''
}

function violationProblem({ keyword, params, parentSchema, data }: ErrorObject, at: Place, property: string, target: string): Problem {
  const schema = (parentSchema ?? {}) as { properties?: object; title?: string }
  const owner = schema.title ?? target
  switch (keyword) {
    case 'additionalProperties':
      return mappingProblem('mapping.property-unknown', at, {
        property,
        target: owner,
        ...suggestion(property, Object.keys(schema.properties ?? {})),
      })
    case 'refused':
      if (params['schema'] === 'nested' || (parentSchema as { refused?: string })?.refused === 'nested')
        return mappingProblem('mapping.no-deep-insert', at, { property, target })
      return mappingProblem('mapping.property-read-only', at, {
        property,
        target,
        inMode: inMode((parentSchema as { refused?: string })?.refused),
      })
    case 'required':
      return mappingProblem('mapping.required-missing', at, { target: owner, properties: `“${String(params['missingProperty'])}”` })
    case 'oneOfEachGroup': {
      const group = params['group'] as string[]
      return mappingProblem('mapping.required-missing', at, { target: owner, properties: group.map((name) => `“${name}”`).join(' or ') })
    }
    case 'maxLength':
      return mappingProblem('mapping.value-too-long', at, { property, target, length: [...String(data)].length, limit: params['limit'] })
    case 'enum': {
      const members = (params['allowedValues'] as unknown[]).filter((member) => member !== null).map(String)
      return mappingProblem('mapping.not-a-member', at, { property, target, value: data, ...suggestion(String(data), members) })
    }
    case 'minimum':
    case 'maximum':
      return mappingProblem('mapping.value-out-of-range', at, {
        property,
        value: data,
        range: `${params['comparison'] === '>=' ? 'at least' : 'at most'} ${String(params['limit'])}`,
      })
    case 'format':
      return mappingProblem('mapping.bad-format', at, {
        property,
        expected: formatNames[String(params['format'])] ?? String(params['format']),
      })
    default:
      return mappingProblem('mapping.wrong-type', at, { property, expected: expectedTypes(params['type']), found: describeValue(data) })
  }
}

function inMode(refused: string | undefined): string {
  return refused === 'create' ? ' when a record is created' : refused === 'update' ? ' when a record is updated' : ''
}

const formatNames: Record<string, string> = {
  date: 'a date as yyyy-MM-dd',
  'date-time': 'a point in time as yyyy-MM-ddTHH:mm:ssZ',
  uuid: 'a GUID',
}

function expectedTypes(type: unknown): string {
  const words: Record<string, string> = {
    object: 'an object',
    array: 'a list',
    string: 'text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
  }
  return [type as string | string[]]
    .flat()
    .filter((each) => each !== 'null')
    .map((each) => words[each] ?? each)
    .join(' or ')
}

/** The kind of a value, never the value itself: it may be personal data. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null'
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object') return 'an object'
  return typeof value === 'string' ? `text of ${value.length} characters` : `the ${typeof value} ${String(value as number)}`
}
