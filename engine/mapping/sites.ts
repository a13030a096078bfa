import { placeInScalar } from '../document/scalar-offsets.ts'
import { placeOf } from '../document/node.ts'
import type { Place } from '../problem.ts'
import type { Value } from './shape.ts'

/** What an expression or constant of a document is there for. */
export type Role = 'value' | 'when' | 'default' | 'each' | 'let' | 'match' | 'at' | 'apart' | 'require' | 'message' | 'key' | 'where'

/** One expression or constant of a compiled document: what the compiler knows by a number, and people by this. */
export interface Site {
  readonly field: string
  readonly role: Role
  readonly value: Value
}

/** Gives the compiler a number for every expression, and back from the number the place in the document. */
export class Sites {
  readonly #sites: Site[] = []

  add(site: Site): number {
    return this.#sites.push(site) - 1
  }

  get(id: number): Site {
    return this.#sites[id]!
  }

  get all(): readonly Site[] {
    return this.#sites
  }

  /** Where the site stands, and if an offset in its expression is known, where that stands. */
  placeOf(id: number, offset?: number): Place {
    const { value, field } = this.get(id)
    const place = offset !== undefined && value.kind === 'expression' ? placeInScalar(value.node, offset) : placeOf(value.node)
    return { ...place, field }
  }
}
