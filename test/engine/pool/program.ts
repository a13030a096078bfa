import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { compileMapping, loadMapping } from '../../../engine/index.ts'
import { type Evaluator, mapLines, packMapping } from '../../../engine/pool/index.ts'

export const faultyWorker = fileURLToPath(new URL('./faulty-worker.mjs', import.meta.url))

export const orderMapping = `
apiVersion: v1
kind: Mapping
name: order
source: { schema: shop/order }
target: { schema: erp/order }
fields:
  number: { expr: $string(id) }
  country: $table('country', land)
  total: $sum(lines.(price * quantity))
  prefix: $settings.prefix
---
apiVersion: v1
kind: Table
name: country
rows: { Nederland: NL, Deutschland: DE }
onMiss: error
---
apiVersion: v1
kind: Settings
name: settings
properties: { prefix: { type: string, title: Prefix, group: Orders, default: WEB } }
`

const schemas: Record<string, string> = {
  'shop/order': JSON.stringify({ type: 'object', properties: { id: { type: 'integer' }, land: { type: 'string' } }, required: ['id'] }),
  'erp/order': JSON.stringify({ type: 'object', properties: { number: { $ref: 'text#/short' }, country: {}, total: {}, prefix: {} } }),
  'erp/text': JSON.stringify({ short: { type: 'string', maxLength: 6 } }),
}

export function compiledOrder(settings = {}) {
  return compileMapping(loadMapping(orderMapping, { resolve: (name) => schemas[name] }), { settings })
}

export const packedOrder = () => packMapping(compiledOrder({ prefix: 'POS' }))

export interface OutputLine {
  record: Record<string, unknown> | null
  problems: { code: string; at: { record?: string } }[]
}

/** Maps a text, in chunks as given, and reads the result. */
export async function mapText(evaluator: Evaluator, ...chunks: (string | Buffer)[]): Promise<OutputLine[]> {
  const input = Readable.from(
    chunks.map((chunk) => Buffer.from(chunk)),
    { objectMode: false },
  )
  let output = ''
  for await (const { bytes } of mapLines(evaluator, packedOrder(), input)) output += Buffer.from(bytes).toString()
  return output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as OutputLine)
}
