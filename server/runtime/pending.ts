import type { Schema } from '../../engine/index.ts'
import type { Entity, Target } from '../connectors/connector.ts'

/**
 * What a write would return, for the steps after it in a dry run: `⟨document.number⟩` for every property that the target fills in itself,
 * and what was sent for the others.
 */
export function pendingEntity(step: string, target: Target, body: Readonly<Record<string, unknown>>): Entity {
  const values: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(target.schema.schema.properties ?? {})) if (isText(schema)) values[name] = `⟨${step}.${name}⟩`
  return { target, values: { ...values, ...body } }
}

function isText({ type }: Schema): boolean {
  return type === 'string' || (Array.isArray(type) && type.includes('string'))
}

/** Whether a value comes from a write that a dry run did not make. */
export function isPending(value: unknown): boolean {
  if (typeof value === 'string') return /⟨[^⟩]+⟩/.test(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(isPending)
}
