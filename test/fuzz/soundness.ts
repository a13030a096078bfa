import type { Json } from './data.ts'
import type { Outcome } from './oracle.ts'

export function unsoundness(_text: string, _input: Json, _ours: Outcome): string | undefined {
  return undefined
}
