import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a request may hold, as the facts name it (../shared/business-central) and not as our schemas do. */
export interface FactProperty {
  readonly name: string
  readonly type: string
  readonly maxLength?: number
  readonly minValue?: number
  readonly maxValue?: number
  readonly members?: readonly string[]
  readonly readOnly?: boolean
  readonly settableOnInsert?: boolean
  readonly forbiddenOnCreate?: boolean
  readonly code?: boolean
}

export interface FactEntity {
  readonly entitySetName: string
  readonly entityName: string
  readonly operations: readonly string[]
  readonly apiRoute?: string
  readonly topLevel?: boolean
  readonly containedIn?: readonly string[]
  readonly parentKey?: string
  readonly requiredOnCreate?: readonly (readonly string[])[]
  readonly properties: readonly FactProperty[]
  readonly navigation?: readonly { readonly name: string; readonly target: string; readonly deepInsert?: boolean }[]
}

interface ComplexPart extends FactProperty {
  readonly required?: boolean
}

export interface Facts {
  readonly entities: readonly FactEntity[]
  readonly complexTypes: Readonly<Record<string, { readonly properties: readonly ComplexPart[] }>>
}

const sharedFolder = fileURLToPath(new URL('../../../../../shared/business-central/', import.meta.url))
const schemaFolder = fileURLToPath(new URL('../../../../schemas/business-central/', import.meta.url))

/** Whether the facts lie beside the repository; without them the schemas, which are compared with them elsewhere, stand in. */
export const hasFacts = existsSync(sharedFolder)

export function factsOf(version: string): Facts {
  if (!hasFacts) return factsOfSchemas(version)
  return { complexTypes: {}, ...(JSON.parse(readFileSync(join(sharedFolder, `api-${version}.json`), 'utf8')) as Partial<Facts>) } as Facts
}

interface SchemaProperty {
  readonly edm?: string
  readonly $ref?: string
  readonly items?: { readonly $ref: string }
  readonly enum?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly deepInsert?: boolean
}

interface Schema {
  readonly $id: string
  readonly complexType?: boolean
  readonly entitySet: string
  readonly required?: readonly string[]
  readonly properties: Readonly<Record<string, SchemaProperty>>
  readonly navigation?: Readonly<Record<string, { readonly target: string }>>
}

function factsOfSchemas(version: string): Facts {
  const folder = join(schemaFolder, version)
  const schemas = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Schema)
  const nameOf = ({ $id }: Schema) => $id.split('/').at(-1)!
  const properties = (schema: Schema): FactProperty[] =>
    Object.entries(schema.properties)
      .filter(([, property]) => !property.deepInsert)
      .map(([name, property]) => {
        const { edm, $ref, items, enum: members, minimum: minValue, maximum: maxValue, ...same } = property
        const type = items ? `Collection(${items.$ref})` : ($ref ?? edm ?? 'unknown')
        return {
          ...same,
          name,
          type,
          ...(members && { members }),
          ...(minValue !== undefined && { minValue }),
          ...(maxValue !== undefined && { maxValue }),
        }
      })
  const entities = schemas
    .filter(({ complexType }) => !complexType)
    .map((schema) => ({
      ...(schema as unknown as FactEntity),
      entitySetName: schema.entitySet,
      entityName: nameOf(schema),
      properties: properties(schema),
      navigation: Object.entries(schema.navigation ?? {}).map(([name, { target }]) => ({
        name,
        target,
        deepInsert: schema.properties[name]?.deepInsert === true,
      })),
    }))
  const complexTypes = schemas
    .filter(({ complexType }) => complexType)
    .map((schema) => {
      const parts = properties(schema).map((part) => ({ ...part, required: schema.required?.includes(part.name) === true }))
      return [nameOf(schema), { properties: parts }] as const
    })
  return { entities, complexTypes: Object.fromEntries(complexTypes) }
}
