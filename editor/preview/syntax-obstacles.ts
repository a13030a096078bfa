import { type Mapping, type Problem, type Shape, type Value, mappingProblem, parseExpression, placeInScalar } from '../../engine/index.ts'

/** Expressions that cannot be read: the mapping cannot be compiled as long as there is one. */
export function syntaxObstacles({ shape, name }: Mapping): Problem[] {
  return inShape(shape, '', name)
}

function inShape(shape: Shape, field: string, document: string): Problem[] {
  const of = (value: Value | undefined, id: string) => inValue(value, id, document)
  return [
    ...of(shape.when, field),
    ...of(shape.each, field),
    ...shape.lets.flatMap((named) => of(named.value, join(field, `$${named.name}`))),
    ...shape.fields.flatMap((each) => {
      const id = join(field, each.name)
      return each.kind === 'shape' ? inShape(each, id, document) : [each.value, each.when, each.default].flatMap((value) => of(value, id))
    }),
    ...(shape.parts ?? []).flatMap((part) => inShape(part, join(field, part.name), document)),
  ]
}

function inValue(value: Value | undefined, field: string, document: string): Problem[] {
  if (value?.kind !== 'expression') return []
  return parseExpression(value.text).problems.map(({ code, message, hint, start }) => ({
    ...mappingProblem(
      'mapping.expression-syntax',
      { ...placeInScalar(value.node, start), document, field },
      { reason: message, jsonata: code, advice: hint },
    ),
    code,
  }))
}

function join(field: string, name: string): string {
  return field === '' ? name : `${field}.${name}`
}
