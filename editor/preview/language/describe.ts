import { type BuiltIn, type Schema, captionOf, types, typesOf } from '../../../engine/index.ts'

/** What a value may be, in words. */
export function describeTypes(set: number): string {
  const words: [number, string][] = [
    [types.STRING, 'text'],
    [types.NUMBER, 'number'],
    [types.BOOLEAN, 'true or false'],
    [types.ARRAY, 'list'],
    [types.OBJECT, 'object'],
    [types.FUNCTION, 'function'],
  ]
  const known = words.filter(([bit]) => set & bit).map(([, word]) => word)
  if (known.length === 0) return set & types.NULL ? 'null' : 'nothing'
  return known.length === words.length || known.length === words.length - 1 ? 'anything' : known.join(' or ')
}

/** Type, length and values of a property of a contract: `text, at most 20 characters`. */
export function describeSchema(schema: Schema): string {
  const words: Record<string, string> = { string: 'text', integer: 'whole number', boolean: 'true or false', array: 'list' }
  const names = typesOf(schema)
    .filter((type) => type !== 'null')
    .map((type) => words[type] ?? type)
  const parts = [schema.enum ? 'choice' : schema.format === 'uuid' ? 'GUID' : (schema.format ?? (names.join(' or ') || 'anything'))]
  if (schema.maxLength !== undefined) parts.push(`at most ${schema.maxLength} characters`)
  if (schema.readOnly && !schema.settableOnInsert) parts.push('read-only')
  return parts.join(', ')
}

export function membersOf(schema: Schema): string[] {
  return (schema.enum ?? []).map((member) => String(captionOf(member)))
}

/** `$substring(text, start, length?)` */
export function signatureOf(definition: BuiltIn): string {
  return `$${definition.name}(${parametersOf(definition).join(', ')})`
}

/** The names of its parameters; what may be left out is followed by a question mark. */
export function parametersOf({ parameters, parsed }: BuiltIn): string[] {
  return parameters.map((name, index) => (parsed.parameters[index]?.isOptional ? `${name}?` : name))
}

/** Summary and examples of a function, as Markdown. */
export function functionHelp(definition: BuiltIn): string {
  const examples = definition.examples.map(([expression, value]) => `${expression}  →  ${JSON.stringify(value)}`)
  return [definition.summary, ['```jsonata', ...examples, '```'].join('\n')].join('\n\n')
}
