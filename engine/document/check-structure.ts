import type { ErrorObject, ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Place, Problem } from '../problem.ts'
import { didYouMean, nearestName } from './nearest-name.ts'
import { type DocumentNode, type Entry, type MapNode, entryOf, keyPlaceOf, nodeAt, placeOf, valueOf } from './node.ts'
import { pointerPath } from './path.ts'
import { documentProblem } from './problems.ts'
import { type Kind, kindSchemas, sharedSchemas } from './schemas.ts'

const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, allowUnionTypes: true })
ajv.addVocabulary(['group'])
for (const [name, schema] of Object.entries(sharedSchemas)) ajv.addSchema(schema, name)

const validators = new Map<Kind, ValidateFunction>()

/** Compares a document with the JSON Schema of its kind: every key, type and value that it does not allow, where it stands. */
export function checkStructure(root: MapNode, kind: Kind, isBroken: (offset: number) => boolean): Problem[] {
  let validate = validators.get(kind)
  if (!validate) validators.set(kind, (validate = compiledSchema(kind)))
  return structureProblems(validate, root, kind, isBroken)
}

/** A kind that others refer to is compiled under the name that they use. */
function compiledSchema(kind: Kind): ValidateFunction {
  const shared = Object.entries(sharedSchemas).find(([, schema]) => schema === kindSchemas[kind])
  return (shared && (ajv.getSchema(shared[0]) as ValidateFunction | undefined)) ?? ajv.compile(kindSchemas[kind])
}

/** What a compiled schema finds wrong in a node, told by place in the text. */
function structureProblems(
  validate: ValidateFunction,
  root: DocumentNode,
  name: string,
  isBroken: (offset: number) => boolean = () => false,
): Problem[] {
  if (validate(valueOf(root))) return []
  const errors = (validate.errors ?? []).filter((error) => error.keyword !== 'if' && !isBroken(offsetOf(error, root)))
  const unknownAt = new Set(errors.filter((error) => error.keyword === 'additionalProperties').map((error) => error.instancePath))
  // A misspelt key is one mistake: that the right one is missing follows from it.
  const telling = errors.filter((error) => !(isConsequence(error) && unknownAt.has(error.instancePath)))
  const problems = telling.map((error) => toProblem(error, root, name))
  return problems.filter((each, index) => problems.findIndex((other) => sameProblem(each, other)) === index)
}

function isConsequence({ keyword }: ErrorObject): boolean {
  return keyword === 'required' || keyword === 'not'
}

function sameProblem(left: Problem, right: Problem): boolean {
  return left.code === right.code && left.message === right.message && left.at.line === right.at.line && left.at.column === right.at.column
}

function pathOf(error: ErrorObject): string[] {
  return pointerPath(error.instancePath).map(String)
}

function offsetOf(error: ErrorObject, root: DocumentNode): number {
  const node = nodeAt(root, pathOf(error)) ?? root
  const key = error.keyword === 'additionalProperties' ? entryOf(node, String(error.params['additionalProperty'])) : undefined
  return key?.keyRange[0] ?? node.range[0]
}

function toProblem(error: ErrorObject, root: DocumentNode, name: string): Problem {
  const path = pathOf(error)
  const node = nodeAt(root, path) ?? root
  const at: Place = { ...placeOfKey(root, path), ...(path.length > 0 && { field: path.join('.') }) }
  const place = path.length > 0 ? path.join('.') : `a ${name}`
  const schema = (error.parentSchema ?? {}) as { properties?: Record<string, unknown>; description?: string; title?: string }

  if (error.keyword === 'additionalProperties') {
    const key = String(error.params['additionalProperty'])
    const entry = entryOf(node, key)
    const known = Object.keys(schema.properties ?? {})
    const nearest = nearestName(key, known)
    const advice = nearest !== undefined ? didYouMean(key, known) : (adviseOnFlow(node, entry) ?? didYouMean(key, known))
    return documentProblem('document.unknown-key', { ...at, ...(entry && keyPlaceOf(entry)) }, { key, place, advice, nearest })
  }
  if (error.keyword === 'required') return documentProblem('document.missing-key', at, { place, key: error.params['missingProperty'] })
  if (error.keyword === 'type') {
    const advice = startsLikeExpression(node)
      ? expressionAdvice(node)
      : (adviseOnWord(error, node) ?? schema.description ?? 'Write it as the kind of value that is expected.')
    return documentProblem(
      'document.wrong-type',
      { ...at, ...placeOf(node) },
      { place, expected: expectedTypes(error), found: describe(node), advice },
    )
  }
  const key = error.keyword === 'propertyNames' ? entryOf(node, String(error.params['propertyName'])) : undefined
  const reason = reasonOf(error, node, schema)
  const advice = error.keyword === 'not' ? 'Keep one of them.' : (schema.description ?? 'See the README for the grammar.')
  const nearest = node.kind === 'scalar' ? nearestName(String(node.value), allowedBy(error).map(String)) : undefined
  return documentProblem('document.bad-value', { ...at, ...(key ? keyPlaceOf(key) : placeOf(node)) }, { place, reason, advice, nearest })
}

/** A key is where the eye looks for what is missing in its value. */
function placeOfKey(root: DocumentNode, path: readonly string[]): Place {
  const parent = nodeAt(root, path.slice(0, -1))
  const entry = path.length > 0 ? entryOf(parent, path.at(-1)!) : undefined
  return entry ? keyPlaceOf(entry) : placeOf(nodeAt(root, path) ?? root)
}

function reasonOf(error: ErrorObject, node: DocumentNode, schema: { description?: string }): string {
  const { keyword, params } = error
  if (keyword === 'enum' || keyword === 'const') {
    return `${describe(node)} is not one of ${allowedBy(error).join(', ')}`
  }
  if (keyword === 'pattern') return `${describe(node)} does not have the form ${String(params['pattern'])}`
  if (keyword === 'propertyNames') return `“${String(params['propertyName'])}” cannot be a name here`
  if (keyword === 'not') return schema.description ?? `${namesOf(error)} exclude each other`
  return error.message ?? keyword
}

function namesOf({ schema }: ErrorObject): string {
  const { required } = (schema ?? {}) as { required?: string[] }
  return required ? required.map((name) => `“${name}”`).join(' and ') : 'these keys'
}

function allowedBy({ keyword, params }: ErrorObject): readonly unknown[] {
  return keyword === 'const' ? [params['allowedValue']] : keyword === 'enum' ? (params['allowedValues'] as unknown[]) : []
}

function expectedTypes(error: ErrorObject): string {
  const types = [error.params['type'] as string | string[]].flat()
  const words: Record<string, string> = { object: 'a map', array: 'a list', string: 'text', number: 'a number', boolean: 'true or false' }
  return types.map((type) => words[type] ?? type).join(' or ')
}

function describe(node: DocumentNode): string {
  if (node.kind === 'map') return 'a map'
  if (node.kind === 'list') return 'a list'
  if (node.value === null) return 'nothing'
  return typeof node.value === 'string' ? `“${node.value}”` : String(node.value)
}

/** In flow style a `[` or `{` may have been meant as the beginning of an expression. */
function startsLikeExpression(node: DocumentNode): boolean {
  return node.kind !== 'scalar' && /^[[{]/.test(node.source.text.slice(node.range[0], node.range[0] + 1))
}

/** Inside braces a comma ends a value, and what stands behind it becomes a key without one. */
function adviseOnFlow(node: DocumentNode, unknown: Entry | undefined): string | undefined {
  if (!startsLikeExpression(node)) return undefined
  const isRest = unknown?.value.kind === 'scalar' && unknown.value.value === null && unknown.value.range[0] === unknown.value.range[1]
  if (isRest && node.kind === 'map' && node.entries[0] !== unknown)
    return 'Inside { … } a comma ends a value. Put an expression that has one into quotes, or write the field in block style.'
  return expressionAdvice(node)
}

/** The words for true and false of older YAML are text in the YAML of today. */
function adviseOnWord({ params }: ErrorObject, node: DocumentNode): string | undefined {
  const isWord = params['type'] === 'boolean' && node.kind === 'scalar' && /^(yes|no|on|off|y|n)$/i.test(String(node.value))
  return isWord ? 'Write true or false: yes, no, on and off are text.' : undefined
}

function expressionAdvice(node: DocumentNode): string {
  const first = node.source.text[node.range[0]]
  return `An expression that begins with ${first} needs a block: \`|-\` and the expression on the next line.`
}
