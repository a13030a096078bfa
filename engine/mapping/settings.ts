import { type ErrorObject, type ValidateFunction, Ajv2020 } from 'ajv/dist/2020.js'
import { didYouMean, suggestion } from '../document/nearest-name.ts'
import { type DocumentNode, type Entry, type MapNode, childOf, entryOf, keyPlaceOf, nodeAt, valueOf } from '../document/node.ts'
import { type Path, pointerPath, showPath } from '../document/path.ts'
import type { Place, Problem } from '../problem.ts'
import { Recent } from '../recent.ts'
import { mappingProblem } from './problems.ts'

/** One setting: its JSON Schema, with what a form needs. */
export interface Setting {
  readonly type: string
  readonly title?: string
  readonly description?: string
  readonly group?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
}

/** The settings of a package: what there is to choose, and which combinations are allowed. */
export interface SettingsSchema {
  readonly properties: Readonly<Record<string, Setting>>
  /** The JSON Schema that values are checked against. */
  readonly schema: object
  readonly nodes: readonly MapNode[]
}

export interface ResolvedSettings {
  /** Values with the defaults filled in. */
  readonly values: Readonly<Record<string, unknown>>
  readonly problems: readonly Problem[]
}

/** Reads the effective nodes of a package's Settings documents as one schema. */
export function readSettings(nodes: readonly MapNode[]): SettingsSchema | undefined {
  if (nodes.length === 0) return undefined
  const documents = nodes.map((node) => valueOf(node) as Record<string, unknown>)
  const properties = Object.assign({}, ...documents.map((document) => document['properties'])) as Record<string, Setting>
  const rules = documents.map(({ required, allOf, not }) => ({
    ...(required !== undefined && { required }),
    ...(allOf !== undefined && { allOf }),
    ...(not !== undefined && { not }),
  }))
  return { properties, schema: { type: 'object', properties, additionalProperties: false, allOf: rules }, nodes }
}

/**
 * Checks values and fills in the defaults. Without a schema every value is taken as it is.
 * @param node where the values stand, if they come from a document
 */
export function resolveSettings(
  settings: SettingsSchema | undefined,
  values: Readonly<Record<string, unknown>>,
  node?: DocumentNode,
): ResolvedSettings {
  if (!settings) return { values, problems: [] }
  const defaults = Object.entries(settings.properties).filter(([, setting]) => setting.default !== undefined)
  const resolved: Record<string, unknown> = { ...Object.fromEntries(defaults.map(([name, setting]) => [name, setting.default])), ...values }
  const validate = validatorOf(settings.schema)
  if (validate(resolved)) return { values: resolved, problems: [] }
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if')
  return { values: resolved, problems: errors.map((error) => toProblem(error, settings, node)) }
}

const validators = new Recent<string, ValidateFunction>(25)

/** An editor checks the same settings at every key press; what the validator's library compiles it never forgets. */
function validatorOf(schema: object): ValidateFunction {
  const key = JSON.stringify(schema)
  const known = validators.get(key)
  if (known) return known
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, allowUnionTypes: true, ownProperties: true })
  ajv.addVocabulary(['group'])
  const validate = ajv.compile(schema)
  return validators.set(key, validate)
}

function toProblem(error: ErrorObject, settings: SettingsSchema, node: DocumentNode | undefined): Problem {
  const [name = '', ...rest] = pointerPath(error.instancePath)
  const unknown = error.keyword === 'additionalProperties' ? String(error.params['additionalProperty']) : undefined
  if (unknown !== undefined && name === '')
    return mappingProblem('mapping.setting-unknown', placeOf(node, [unknown]), {
      name: unknown,
      ...suggestion(unknown, Object.keys(settings.properties)),
    })
  const rule = ruleOf(error, settings)
  const inside = rest.length > 0 ? `${showPath(rest)} ` : ''
  const reason = rule ?? (unknown === undefined ? `${inside}${error.message ?? error.keyword}` : `${inside}has no key “${unknown}”`)
  const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {})
  return mappingProblem(
    'mapping.setting-wrong',
    placeOf(node, [...pointerPath(error.instancePath), ...(unknown === undefined ? [] : [unknown])]),
    {
      name: name === '' ? 'the combination' : String(name),
      reason,
      ...(name === '' && { involved: involvedIn(error) }),
      advice: unknown === undefined ? adviseOn(rest.length > 0 ? undefined : settings.properties[name]) : didYouMean(unknown, known),
    },
  )
}

/** The settings that a broken rule names together. */
function involvedIn({ schema, parentSchema }: ErrorObject): string[] {
  const rule = [schema, parentSchema?.['not'], parentSchema].find((each): each is { required: string[] } =>
    Array.isArray((each as { required?: unknown } | undefined)?.required),
  )
  return rule?.required ?? []
}

/** The description of the rule that a combination of settings breaks. */
function ruleOf(error: ErrorObject, settings: SettingsSchema): string | undefined {
  const path = error.schemaPath.split('/').slice(1, -1)
  let schema: unknown = settings.schema
  let description: string | undefined
  for (const step of path) {
    schema = (schema as Record<string, unknown> | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')]
    const told = (schema as { description?: unknown } | undefined)?.description
    if (typeof told === 'string' && path[0] === 'allOf') description = told
  }
  return description
}

function adviseOn(setting: Setting | undefined): string {
  if (!setting) return 'Correct what is named there.'
  const kind = setting.enum ? `one of ${setting.enum.join(', ')}` : `of type ${setting.type}`
  return `It must be ${kind}${setting.default === undefined ? '' : `; the default is ${JSON.stringify(setting.default)}`}.`
}

/** Where a value stands, as deep as it was written. */
function placeOf(node: DocumentNode | undefined, path: Path): Place {
  const [name] = path
  const entry = entryOf(nodeAt(node, path.slice(0, -1)), String(path.at(-1) ?? ''))
  const field = name === undefined || name === '' ? 'settings' : `settings.${name}`
  if (entry) return { ...keyPlaceOf(entry), field }
  const found = nodeAt(node, path) ?? node
  return { ...(found && found.source.place(found.range[0])), field }
}

/** Where a setting is declared. */
export function settingEntry({ nodes }: SettingsSchema, name: string): Entry | undefined {
  for (const node of nodes) {
    const entry = entryOf(childOf(node, 'properties'), name)
    if (entry) return entry
  }
  return undefined
}
