// The JSON Schemas of the document kinds: the same files that a YAML editor uses.
import connection from '../../schemas/document/connection.json' with { type: 'json' }
import flow from '../../schemas/document/flow.json' with { type: 'json' }
import integration from '../../schemas/document/integration.json' with { type: 'json' }
import mapping from '../../schemas/document/mapping.json' with { type: 'json' }
import sample from '../../schemas/document/sample.json' with { type: 'json' }
import settings from '../../schemas/document/settings.json' with { type: 'json' }
import shape from '../../schemas/document/shape.json' with { type: 'json' }
import system from '../../schemas/document/system.json' with { type: 'json' }
import table from '../../schemas/document/table.json' with { type: 'json' }
import test from '../../schemas/document/test.json' with { type: 'json' }

export const kinds = ['System', 'Connection', 'Settings', 'Table', 'Mapping', 'Flow', 'Integration', 'Sample', 'Test'] as const

export type Kind = (typeof kinds)[number]

export const kindSchemas: Record<Kind, object> = {
  System: system,
  Connection: connection,
  Settings: settings,
  Table: table,
  Mapping: mapping,
  Flow: flow,
  Integration: integration,
  Sample: sample,
  Test: test,
}

/** What the others refer to, by file name. */
export const sharedSchemas: Record<string, object> = { 'shape.json': shape, 'flow.json': flow }
