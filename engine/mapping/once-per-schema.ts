import type { Schema, SchemaView } from './schema.ts'
import type { SchemaSource } from './schema-source.ts'

/**
 * Makes something of a schema once and keeps it as long as the schema: compiling a validator takes longer than all else of a mapping, and
 * schemas stay the same while documents and settings change.
 */
export function oncePerSchema<Variant extends string[], Made>(
  make: (source: SchemaSource, view: SchemaView, ...variant: Variant) => Made,
): (source: SchemaSource, view: SchemaView, ...variant: Variant) => Made {
  const bySource = new WeakMap<SchemaSource, WeakMap<Schema, Map<string, Made>>>()
  return (source, view, ...variant) => {
    let bySchema = bySource.get(source)
    if (!bySchema) bySource.set(source, (bySchema = new WeakMap()))
    let known = bySchema.get(view.schema)
    if (!known) bySchema.set(view.schema, (known = new Map()))
    const key = [view.name, ...variant].join(' ')
    const found = known.get(key)
    if (found !== undefined) return found
    const made = make(source, view, ...variant)
    known.set(key, made)
    return made
  }
}
