import type { DocumentNode } from '../document/node.ts'
import type { Value as KnownValue } from '../expression/index.ts'
import type { Place } from '../problem.ts'
import type { DataShape } from './data-shape.ts'
import type { SchemaView } from './schema.ts'
import type { SchemaSource } from './schema-source.ts'
import type { SettingsSchema } from './settings.ts'
import type { Table } from './table.ts'

/** What a check has come across, so that what is never read can be told. */
export interface Used {
  readonly settings: Set<string>
  readonly tables: Set<string>
}

/** A place of a document that a check came past: what can be seen there, and what is to stand there. */
export interface Sighting {
  /** The value, or the shape. */
  readonly node: DocumentNode
  readonly scope: CheckScope
  /** What the target takes there: of a shape the object, of a value the property. */
  readonly target?: SchemaView
  readonly isShape: boolean
}

/** What the expressions at a place of a document can see. */
export interface CheckScope {
  readonly context: KnownValue<DataShape>
  /** How the context is called in problems: `an order line`. */
  readonly contextName: string
  readonly variables: Readonly<Record<string, KnownValue<DataShape>>>
  readonly schemas: SchemaSource
  readonly settings?: SettingsSchema
  readonly tables: ReadonlyMap<string, Table>
  /** What every problem says of its place, besides line and column. */
  readonly at: Place
  readonly used: Used
  /** Is told of every place, for completion and hovers. */
  readonly see?: (sighting: Sighting) => void
}
