import { type ErrorObject, Ajv2020 } from 'ajv/dist/2020.js'
import { pointerPath, showPath } from '../document/path.ts'
import type { Problem } from '../problem.ts'
import { describeValue } from './contract.ts'
import { harmIn, recordLimits } from './record-limits.ts'
import { isDate, isDateTime, isGuid } from './formats.ts'
import { oncePerSchema } from './once-per-schema.ts'
import { mappingProblem } from './problems.ts'
import { type SchemaView, dereference } from './schema.ts'
import type { SchemaSource } from './schema-source.ts'

/** The check of a source record: what is wrong with its types, and what it lacks. */
export type SourceCheck = (record: unknown) => readonly Problem[]

const none: readonly Problem[] = []

/**
 * Compiles the check of records against a source's schema; it says nothing of properties that the schema does not know. Without a schema
 * a record has to be an object or a list.
 */
export function compileSourceCheck(source: SchemaSource, name: string | undefined): SourceCheck {
  const schema = name === undefined ? undefined : source.get(name)
  const ofSchema = schema ? compileSchemaCheck(source, { name: name!, schema }) : isRecord
  return (record) => {
    const harm = harmIn(record)
    return harm ? [harm] : ofSchema(record)
  }
}

function isRecord(record: unknown): readonly Problem[] {
  if (typeof record === 'object' && record !== null) return none
  return [mappingProblem('source.not-an-object', {}, { found: describeValue(record) })]
}

const compileSchemaCheck = oncePerSchema((source, view): SourceCheck => {
  const ajv = new Ajv2020({ allErrors: true, strict: false, allowUnionTypes: true, ownProperties: true, verbose: true })
  ajv.addFormat('date', isDate)
  ajv.addFormat('date-time', isDateTime)
  ajv.addFormat('uuid', isGuid)
  const validate = ajv.compile(inlined(source, view, 0))
  return (record) => (validate(record) ? none : (validate.errors ?? []).slice(0, 50).map(toProblem))
})

/** The schema with its references put in place, so that names of files mean nothing to the validator. */
function inlined(source: SchemaSource, view: SchemaView, depth: number): object {
  const { name, schema } = dereference(source, view)
  if (depth > recordLimits.depth) return {}
  const { properties, items, $ref: _, ...rest } = schema as typeof schema & { $id?: string; $schema?: string }
  const { $id: _id, $schema: _schema, ...plain } = rest
  return {
    ...plain,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, child]) => [key, inlined(source, { name, schema: child }, depth + 1)]),
      ),
    }),
    ...(items && { items: inlined(source, { name, schema: items }, depth + 1) }),
  }
}

function toProblem({ keyword, instancePath, params, data, message }: ErrorObject): Problem {
  const steps = pointerPath(instancePath)
  if (keyword === 'required') {
    const path = showPath([...steps, String(params['missingProperty'])])
    return mappingProblem('source.missing-field', { path }, { path })
  }
  const path = showPath(steps)
  if (path === '' && keyword === 'type') return mappingProblem('source.not-an-object', {}, { found: describeValue(data) })
  const expected = keyword === 'type' ? [params['type'] as string | string[]].flat().join(' or ') : (message ?? keyword)
  return mappingProblem('source.wrong-type', { path }, { path, expected, found: describeValue(data) })
}
