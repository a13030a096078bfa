import { type Schema, type SchemaSource, type SchemaView, dereference, findSchema, itemsOf, propertyOf } from '../../engine/index.ts'
import type { TargetProperty } from './mapping-view.ts'
import type { OpenedMapping } from './open-mapping.ts'

/** A place of the target's contract, as rows and coverage need it. */
export class TargetPlace {
  readonly #schemas: SchemaSource
  readonly #view: SchemaView
  readonly #isRequired: boolean
  /** What the property itself says, beside the schema that it refers to. */
  readonly #declared: Schema

  constructor(schemas: SchemaSource, view: SchemaView, isRequired = false) {
    this.#schemas = schemas
    this.#declared = view.schema
    this.#view = dereference(schemas, view)
    this.#isRequired = isRequired
  }

  get schema(): Schema {
    return this.#view.schema
  }

  property(name: string): TargetPlace | undefined {
    const view = propertyOf(this.#schemas, this.#view, name)
    if (!view) return undefined
    const declared = { ...view.schema, ...this.schema.properties?.[name] }
    return new TargetPlace(
      this.#schemas,
      { name: view.name, schema: { ...view.schema, ...declared, $ref: undefined } as Schema },
      this.requires(name),
    )
  }

  items(): TargetPlace | undefined {
    const view = itemsOf(this.#schemas, this.#view)
    return view && new TargetPlace(this.#schemas, view)
  }

  names(): string[] {
    return Object.keys(this.schema.properties ?? {})
  }

  /** Groups of properties of which each needs one. */
  get requiredGroups(): readonly (readonly string[])[] {
    return [...(this.schema.requiredOnCreate ?? []), ...(this.schema.required ?? []).map((name) => [name])]
  }

  private requires(name: string): boolean {
    return this.requiredGroups.some((group) => group.includes(name))
  }

  describe(): TargetProperty {
    const {
      type,
      title,
      description,
      maxLength,
      readOnly,
      settableOnInsert,
      forbiddenOnCreate,
      enum: members,
      format,
    } = { ...this.schema, ...this.#declared }
    const types = [type ?? (this.schema.properties ? 'object' : 'anything')].flat() as string[]
    return {
      type: format ?? types.filter((each) => each !== 'null').join(' or '),
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...(maxLength !== undefined && { maxLength }),
      isRequired: this.#isRequired,
      isReadOnly: forbiddenOnCreate === true || (readOnly === true && !settableOnInsert),
      ...(members && { members: members.map(String) }),
    }
  }
}

export function targetRoot({ mapping, api }: OpenedMapping): TargetPlace | undefined {
  const view = mapping.target === undefined ? undefined : findSchema(mapping.sources.schemas, mapping.target, api)
  return view && new TargetPlace(mapping.sources.schemas, view)
}
