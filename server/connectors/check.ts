import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { type Problem, type Schema, type SchemaSource, defineProblems, didYouMean } from '../../engine/index.ts'
import common from '../../schemas/document/connection.json' with { type: 'json' }
import type { ConnectionSettings } from './connector.ts'
import { connectors } from './index.ts'

export const { catalogue: connectionCatalogue, problem: connectionProblem } = defineProblems({
  'connection.connector-unknown': {
    message: 'there is no connector “%connector%”',
    hint: '%advice%',
  },
  'connection.key-unknown': {
    message: 'connection “%connection%” has no key “%key%”',
    hint: '%advice%',
  },
  'connection.key-invalid': {
    message: '“%key%” of connection “%connection%” %fault%',
    hint: 'The keys are described in schemas/%connector%/connection.json.',
  },
})

/** What is wrong with the keys of a connection: by the schema of its connector, and by the connector itself. Reads nothing, sends nothing. */
export function checkConnection(connection: ConnectionSettings, schemas: SchemaSource): Problem[] {
  const connector = Object.hasOwn(connectors, connection.connector) ? connectors[connection.connector] : undefined
  if (!connector) {
    const advice = didYouMean(connection.connector, Object.keys(connectors))
    return [connectionProblem('connection.connector-unknown', { path: 'connector' }, { connector: connection.connector, advice })]
  }
  const schema = schemas.get(`${connector.name}/connection`)
  const problems = schema ? checkKeys(connection, schema) : []
  return problems.length > 0 ? problems : connector.check(connection)
}

const ajv = new Ajv2020({ allErrors: true, strict: false })
ajv.addFormat('uri', (text) => URL.canParse(text))

function checkKeys(connection: ConnectionSettings, schema: Schema): Problem[] {
  const known = new Set([...Object.keys(common.properties), ...Object.keys(schema.properties ?? {})])
  const unknown = Object.keys(connection)
    .filter((key) => !known.has(key))
    .map((key) =>
      connectionProblem('connection.key-unknown', { path: key }, { connection: connection.name, key, advice: didYouMean(key, [...known]) }),
    )
  const validate = ajv.compile(schema)
  const invalid = validate(connection) ? [] : mostTelling(validate.errors ?? [])
  return [...unknown, ...invalid.map((error) => keyProblem(connection, error))]
}

function keyProblem(connection: ConnectionSettings, { instancePath, message = 'is not valid' }: ErrorObject): Problem {
  const key = instancePath.slice(1).replaceAll('/', '.') || 'connection'
  const { name, connector } = connection
  return connectionProblem('connection.key-invalid', { path: key }, { connection: name, connector, key, fault: message })
}

/** Of a choice of shapes, what is wrong with the one that was meant: the one whose constants fit. */
function mostTelling(errors: readonly ErrorObject[]): ErrorObject[] {
  const shapes = new Map<string, ErrorObject[]>()
  for (const error of errors) {
    const shape = /^(.*\/(?:oneOf|anyOf)\/\d+)\//.exec(error.schemaPath)?.[1] ?? ''
    shapes.set(shape, [...(shapes.get(shape) ?? []), error])
  }
  const own = (shapes.get('') ?? []).filter(({ keyword }) => keyword !== 'oneOf' && keyword !== 'anyOf')
  shapes.delete('')
  const meant = [...shapes.values()].find((ofShape) => ofShape.every(({ keyword }) => keyword !== 'const'))
  const chosen = own.length > 0 ? own : (meant ?? [])
  return chosen.length > 0 ? chosen : errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf').slice(0, 1)
}
