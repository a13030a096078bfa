import {
  type CheckScope,
  type DataShape,
  type Schema,
  type KnownValue,
  dataShapes,
  dereference,
  propertyOf,
  types,
} from '../../../engine/index.ts'

/** A field that could be read from a value. */
export interface FieldOfValue {
  readonly name: string
  readonly types: number
  readonly title?: string
  readonly description?: string
  /** What samples have there. */
  readonly samples: readonly unknown[]
  readonly preset?: unknown
}

/** The fields of an object or of a list's items, by schema, by samples, or by the expression that makes it. */
export function fieldsOf(value: KnownValue<DataShape>, scope: CheckScope): FieldOfValue[] {
  if (value.fields) return [...value.fields].map(([name, field]) => ({ name, types: field.types, samples: field.shape?.samples ?? [] }))
  const { shape } = value
  if (!shape) return []
  const shapes = dataShapes(scope.schemas)
  const item = shapes.items(shape)
  const inside = typeof item === 'object' ? item : shape
  return namesOf(inside, scope).map((name) => {
    const child = shapes.child(inside, name)
    const known = typeof child === 'object' ? child : undefined
    const schema: Schema | undefined = known?.view?.schema
    const own = inside.view && propertyOf(scope.schemas, inside.view, name)?.schema
    const { title, description } = { ...schema, ...own }
    const preset = (own as { default?: unknown } | undefined)?.default
    return {
      name,
      types: known ? shapes.types(known) & ~types.UNDEFINED : types.ANYTHING,
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      samples: (known?.samples ?? []).filter((sample) => sample !== null && sample !== ''),
      ...(preset !== undefined && { preset }),
    }
  })
}

function namesOf({ view, samples }: DataShape, scope: CheckScope): string[] {
  const declared = view ? Object.keys(dereference(scope.schemas, view).schema.properties ?? {}) : []
  const found = samples
    .flatMap((sample) => (Array.isArray(sample) ? (sample as unknown[]) : [sample]))
    .flatMap((sample) => (typeof sample === 'object' && sample !== null ? Object.keys(sample) : []))
  return [...new Set([...declared, ...found])]
}

/** A name that needs no backticks. */
export function isSimpleName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !['and', 'or', 'in', 'true', 'false', 'null', 'function'].includes(name)
}
