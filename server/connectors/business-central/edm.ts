import type { Schema } from '../../../engine/index.ts'

/** JSON Schema of OData's own types. Numbers are JSON numbers: Business Central reads and writes them so. */
const types: Readonly<Record<string, Schema>> = {
  'Edm.String': { type: 'string' },
  'Edm.Guid': { type: 'string', format: 'uuid' },
  'Edm.Date': { type: 'string', format: 'date' },
  'Edm.DateTimeOffset': { type: 'string', format: 'date-time' },
  'Edm.Boolean': { type: 'boolean' },
  'Edm.Decimal': { type: 'number' },
  'Edm.Double': { type: 'number' },
  'Edm.Byte': { type: 'integer' },
  'Edm.Int16': { type: 'integer' },
  'Edm.Int32': { type: 'integer' },
  'Edm.Int64': { type: 'integer' },
  'Edm.Stream': { type: 'string' },
  'Edm.Duration': { type: 'string' },
}

export function schemaOfEdm(edm: string): Schema {
  return { ...types[edm], edm }
}
