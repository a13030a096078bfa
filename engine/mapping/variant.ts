import type { Field, Mode, Only, Shape } from './shape.ts'

/** What a mapping is compiled for: creating or updating, and a version of the target's API (none, where it has none). */
export interface Variant {
  readonly mode: Mode
  readonly api?: string
}

/** The shape as it is for one variant: what is kept `only` for others is left out. */
export function shapeFor(shape: Shape, variant: Variant): Shape {
  return {
    ...shape,
    fields: shape.fields.filter(({ only }) => holdsFor(only, variant)).map((field) => fieldFor(field, variant)),
    ...(shape.parts && { parts: shape.parts.filter(({ only }) => holdsFor(only, variant)).map((part) => shapeFor(part, variant)) }),
  }
}

function fieldFor(field: Field, variant: Variant): Field {
  return field.kind === 'leaf' ? field : shapeFor(field, variant)
}

function holdsFor(only: Only | undefined, { mode, api }: Variant): boolean {
  if (!only) return true
  const modeHolds = only.modes.length === 0 || only.modes.includes(mode)
  const apiHolds = only.apis.length === 0 || (api !== undefined && only.apis.includes(api))
  return modeHolds && apiHolds
}
