import type { SchemaView } from '../../../engine/index.ts'
import type { Entity, Target } from '../connector.ts'
import { type Address, formatAddress, recordAddress } from './address.ts'

/** A record as it was answered: annotations aside, its version and its place kept. */
export function toEntity(target: Target, set: Address, row: Readonly<Record<string, unknown>>): Entity {
  const etag = row['@odata.etag']
  const values = withoutAnnotations(row) as Record<string, unknown>
  return { target, values, ...(typeof etag === 'string' && { etag }), ...withAddress(set, target.schema, values) }
}

/** A record that came without its key cannot be changed later, and need not be. */
function withAddress(set: Address, view: SchemaView, values: Readonly<Record<string, unknown>>): { address?: string } {
  const names = view.schema.key ?? ['id']
  const hasKey = names.length > 0 && names.every((name) => values[name] !== undefined && values[name] !== null)
  return set.single || hasKey ? { address: formatAddress(recordAddress(set, view, values)) } : {}
}

function withoutAnnotations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAnnotations)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !name.includes('@'))
      .map(([name, child]) => [name, withoutAnnotations(child)]),
  )
}
