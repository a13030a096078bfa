import { type Shapes, types } from '../expression/index.ts'
import { type SchemaView, dereference, itemsOf, propertyOf, typesOf } from './schema.ts'
import type { SchemaSource } from './schema-source.ts'

/** What is known of some data before it is there: its schema, and what samples have in its place. */
export interface DataShape {
  readonly view?: SchemaView
  readonly samples: readonly unknown[]
}

/** Lets the analysis of expressions walk schemas and samples. A field is missing only if neither has it. */
export function dataShapes(source: SchemaSource): Shapes<DataShape> {
  return {
    child(shape, name) {
      const samples = shape.samples.flatMap(itemsOfSample).flatMap((value) => ownField(value, name))
      if (!shape.view) return samples.length > 0 ? { samples } : hasObjects(shape) ? 'missing' : 'unknown'
      const view = propertyOf(source, shape.view, name)
      if (view) return isOpen(view) ? 'unknown' : { view, samples }
      return samples.length > 0 ? { samples } : 'missing'
    },
    items(shape) {
      const view = shape.view && itemsOf(source, shape.view)
      const samples = shape.samples.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : []))
      if (view) return isOpen(view) ? 'unknown' : { view, samples }
      if (!shape.view && shape.samples.some(Array.isArray)) return { samples }
      return undefined
    },
    types(shape) {
      const declared = shape.view ? typesOf(dereference(source, shape.view).schema) : []
      if (declared.length > 0) return declared.reduce((all, type) => all | (typeBits[type] ?? types.ANYTHING), types.UNDEFINED)
      return types.ANYTHING & ~types.FUNCTION
    },
  }
}

const typeBits: Record<string, number> = {
  null: types.NULL,
  boolean: types.BOOLEAN,
  number: types.NUMBER,
  integer: types.NUMBER,
  string: types.STRING,
  array: types.ARRAY,
  object: types.OBJECT,
}

/** A schema that says nothing lets anything be there. */
function isOpen({ schema }: SchemaView): boolean {
  return typesOf(schema).length === 0 && schema.properties === undefined && schema.$ref === undefined && schema.enum === undefined
}

function itemsOfSample(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(itemsOfSample) : [value]
}

function ownField(value: unknown, name: string): unknown[] {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? [(value as Record<string, unknown>)[name]] : []
}

function hasObjects({ samples }: DataShape): boolean {
  return samples.flatMap(itemsOfSample).some((value) => typeof value === 'object' && value !== null)
}
