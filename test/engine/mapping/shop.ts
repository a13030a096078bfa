import { checkDocuments } from '../../../engine/flow/check-documents.ts'
import { DocumentSet } from '../../../engine/document/document-set.ts'
import { overlayOfIntegration } from '../../../engine/document/effective.ts'
import { type CompileMappingOptions, type CompiledMapping, compileMapping } from '../../../engine/mapping/compile-mapping.ts'
import { type Mapping, openMapping } from '../../../engine/mapping/mapping.ts'
import type { Schema } from '../../../engine/mapping/schema.ts'
import type { SchemaSource } from '../../../engine/mapping/schema-source.ts'
import type { Problem } from '../../../engine/problem.ts'

/** A shop whose orders go to an ERP system with two versions of its API: small, and with every trait that a contract can have. */
const files: Record<string, Schema> = {
  'shop/order': {
    title: 'Order',
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'integer' },
      placed: { type: ['string', 'null'] },
      note: { type: ['string', 'null'] },
      paid: { type: 'boolean' },
      total: { type: 'number' },
      customer: { type: 'object', properties: { name: { type: 'string' }, mail: { type: ['string', 'null'] } } },
      lines: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            sku: { type: 'string' },
            amount: { type: 'number' },
            price: { type: 'number' },
            name: { type: ['string', 'null'] },
          },
        },
      },
      gifts: { type: 'array', items: { type: 'object', properties: { card: { type: 'string' } } } },
    },
  },
  'erp/v1.0/order': {
    title: 'Order',
    type: 'object',
    requiredOnCreate: [['customerNumber', 'customerId']],
    properties: {
      id: { type: 'string', format: 'uuid', readOnly: true },
      customerNumber: { type: 'string', maxLength: 8 },
      contact: { type: 'string' },
      lines: { type: 'array', deepInsert: true, items: { $ref: 'line' } },
    },
  },
  'erp/v1.0/line': { title: 'Line', type: 'object', properties: { item: { type: 'string' }, quantity: { type: 'number' } } },
  'erp/v2.0/order': {
    title: 'Order',
    type: 'object',
    requiredOnCreate: [['customerNumber', 'customerId']],
    properties: {
      id: { type: 'string', format: 'uuid', readOnly: true },
      number: { type: 'string', maxLength: 20, readOnly: true, settableOnInsert: true },
      customerId: { type: 'string', format: 'uuid' },
      customerNumber: { type: 'string', maxLength: 8 },
      reference: { type: 'string', maxLength: 12 },
      date: { type: 'string', format: 'date' },
      status: { type: 'string', enum: ['Open', 'Closed'] },
      paid: { type: 'boolean' },
      discountPercent: { type: 'number', minimum: 0, maximum: 100 },
      unitPrice: { type: 'number' },
      stock: { type: 'number', forbiddenOnCreate: true },
      address: { $ref: 'address' },
      lines: { type: 'array', deepInsert: true, items: { $ref: 'line' } },
      remarks: { type: 'array', deepInsert: false, items: { $ref: 'line' } },
    },
  },
  'erp/v2.0/line': {
    title: 'Line',
    type: 'object',
    requiredOnCreate: [['item', 'charge']],
    properties: {
      item: { type: 'string', maxLength: 5 },
      charge: { type: 'string' },
      quantity: { type: 'number' },
      unitPrice: { type: 'number' },
      description: { type: 'string', maxLength: 10 },
    },
  },
  'erp/v2.0/address': {
    title: 'Address',
    type: 'object',
    complexType: true,
    required: ['city'],
    properties: { street: { type: 'string' }, city: { type: 'string' }, country: { type: 'string', maxLength: 2 } },
  },
}

export const schemas: SchemaSource = { get: (name) => files[name], names: () => Object.keys(files) }

/** All problems of documents: of their structure, and of what they mean. */
export function problemsOf(text: string, samples: readonly unknown[] = []): Problem[] {
  const documents = new DocumentSet()
  const { problems } = documents.add(text, 'shop.yaml', 'shop')
  return [...problems, ...checkDocuments({ documents, schemas }, { samples: (schema) => (schema === 'shop/order' ? samples : []) })]
}

/** The mapping of that name in a text; an Integration in it lays its overlay on. */
export function openedMapping(text: string, name = 'order'): Mapping {
  const documents = new DocumentSet()
  const { problems } = documents.add(text, 'shop.yaml', 'shop')
  if (problems.length > 0) throw new Error(problems.map(({ code, message, at }) => `${at.line}: ${code} ${message}`).join('\n'))
  const [integration] = documents.all('Integration')
  return openMapping(documents.find('Mapping', name, 'shop')!, {
    documents,
    schemas,
    ...(integration && { overlay: overlayOfIntegration(integration) }),
  })
}

export function compiled(text: string, options?: CompileMappingOptions): CompiledMapping {
  return compileMapping(openedMapping(text), options)
}

/** A mapping without schemas: what it makes is what its fields say. */
export function free(fields: string, rest = ''): string {
  return `kind: Mapping\nname: order\nsource: { blank: absent }\nfields:\n${fields
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')}\n${rest}`
}

/** The problems of a record, a line each: where in the document, what, and where in the result and the record. */
export function briefly(text: string, record: unknown, options?: CompileMappingOptions): string[] {
  return compiled(text, options)
    .run(record)
    .problems.map(({ code, at }) => `${at.line}:${at.column} ${code} ${at.field ?? ''} ${at.path ?? ''}`.trim())
}

/** A mapping with a source and a target, in six lines: what a case adds begins on line 7. */
export const order = `kind: Mapping
name: order
source: { schema: shop/order, blank: absent }
target: { schema: erp/v2.0/order }
fields:
  customerNumber: $string(id)
`
