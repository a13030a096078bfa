import type { SchemaView } from '../mapping/schema.ts'

/** `⟨document.number⟩` for every text that a target fills in itself. */
export function pendingValues(step: string, { schema }: SchemaView): Record<string, string> {
  const texts = Object.entries(schema.properties ?? {}).filter(([, { type }]) => [type].flat().includes('string'))
  return Object.fromEntries(texts.map(([name]) => [name, `⟨${step}.${name}⟩`]))
}

/** Whether a value comes from a write that was not made. */
export function isPending(value: unknown): boolean {
  if (typeof value === 'string') return /⟨[^⟩]+⟩/.test(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(isPending)
}
