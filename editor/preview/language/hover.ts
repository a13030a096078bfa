import { builtIns, childOf, dereference, shownValue, sourceOffset, textOf, tokenize } from '../../../engine/index.ts'
import { givenNames } from './complete-expression.ts'
import type { Helper } from './complete.ts'
import { type CursorPlace, cursorAt, spotAt } from './cursor.ts'
import { letEntry } from './definition.ts'
import { describeSchema, describeTypes, functionHelp, membersOf, signatureOf } from './describe.ts'
import { fieldsOf } from './fields.ts'
import type { Hover, TextPlace } from './language-methods.ts'
import { describeGrammar } from './schema-walk.ts'
import type { SampleChoice } from '../sample.ts'
import { lookAt } from './sight.ts'
import type { Spot } from './spot.ts'

/** What stands under the cursor: what it is for, and of an expression's part what it may be. */
export function hover(place: TextPlace, helper: Helper): Hover | undefined {
  const cursor = cursorAt(place, helper.project)
  if (cursor?.kind === 'expression') return hoverExpression(cursor, place.sample, helper)
  const spot = spotAt(place, helper.project)
  return spot && ofDocument(spot, place, helper)
}

/** `isInDocument`: its range is one of the document, else it is one of the cursor's. */
export function hoverExpression(
  cursor: CursorPlace & { kind: 'expression' },
  sample: SampleChoice | undefined,
  helper: Helper,
): (Hover & { readonly isInDocument?: true }) | undefined {
  return withValue(cursor, ofExpression(cursor, helper), sample, helper)
}

/** What the part under the cursor gives on the sample takes the place of what samples have there. */
function withValue(
  { spot, index, scalar }: CursorPlace & { kind: 'expression' },
  told: Hover | undefined,
  sample: SampleChoice | undefined,
  { sightings, values }: Helper,
): (Hover & { readonly isInDocument?: true }) | undefined {
  const origin = scalar && sightings.origin(spot)
  if (!scalar || origin?.document.kind !== 'Mapping') return told
  const part = values.at(scalar, index, origin.document, origin.integration, sample)
  if (!part) return told
  const shown = part.values.slice(0, 5).map(({ value }) => `= ${shownValue(value, 400)}`)
  const more = part.values.length > shown.length ? [`… ${part.values.length} values`] : []
  return {
    from: sourceOffset(scalar, part.start),
    to: sourceOffset(scalar, part.end),
    isInDocument: true,
    sections: told?.sections ?? [],
    value: [...shown, ...more].join('\n'),
  }
}

function ofExpression({ spot, text, index, range: [from, to] }: CursorPlace & { kind: 'expression' }, helper: Helper): Hover | undefined {
  const token = tokenize(text).find(({ start, end }) => start <= index && index < end)
  const scope = helper.sightings.at(spot)?.scope
  if (!token) return undefined
  const name = token.text.replace(/^\$/, '')
  if (token.kind === 'variable' && builtIns.has(name) && !(scope && Object.hasOwn(scope.variables, name))) {
    const definition = builtIns.get(name)!
    return { from, to, sections: [code(signatureOf(definition)), functionHelp(definition)] }
  }
  if (!scope || (token.kind !== 'variable' && token.kind !== 'name')) return undefined
  const { base, value } = lookAt(text, token.start + 1, scope)
  const types = value ? describeTypes(value.types) : 'not in the source'
  if (token.kind === 'variable') {
    const entry = letEntry(spot, name, helper)
    const description = entry && textOf(childOf(entry.value, 'description'))
    const expression = entry && (textOf(entry.value) ?? textOf(childOf(entry.value, 'expr')))
    const sections = [code(`${token.text}: ${types}`), givenNames[name] ?? description ?? '', expression ? code(expression) : '']
    return { from, to, sections: sections.filter((section) => section !== '') }
  }
  const field = base && fieldsOf(base, scope).find((each) => each.name === name)
  const samples =
    field && field.samples.length > 0
      ? `in samples: ${field.samples
          .slice(0, 4)
          .map((sample) => shownValue(sample, 40))
          .join(', ')}`
      : ''
  const sections = [
    code(`${[...(value?.origin?.path ?? [name])].join('.')}: ${types}`),
    field?.title ?? '',
    field?.description ?? '',
    field?.preset === undefined ? '' : `Default: ${code(shownValue(field.preset))}`,
  ]
  return { from, to, sections: sections.filter((section) => section !== ''), ...(samples && { value: samples }) }
}

function ofDocument(spot: Spot, { offset }: TextPlace, helper: Helper): Hover | undefined {
  const { entry, path } = spot
  if (!entry || !spot.isKey || offset > entry.keyRange[1]) return undefined
  const [from, to] = entry.keyRange
  if (path.at(-2) === 'fields') {
    const shape = helper.sightings.shape(spot)
    const declared = shape?.target && dereference(shape.scope.schemas, shape.target).schema.properties?.[entry.key]
    if (!declared || !shape?.target) return undefined
    const { schema } = dereference(shape.scope.schemas, { name: shape.target.name, schema: declared })
    const whole = { ...schema, ...declared }
    const facts = [
      code(`${entry.key}: ${describeSchema(whole)}`),
      whole.description ?? '',
      (whole as { field?: string }).field ? `In Business Central: ${(whole as { field?: string }).field}` : '',
      whole.enum ? `One of ${membersOf(whole).join(', ')}` : '',
    ]
    return { from, to, sections: facts.filter((fact) => fact !== '') }
  }
  const setting =
    spot.document.kind === 'Integration' && path[0] === 'settings' && path.length === 2 ? settingHelp(spot, entry.key, helper) : undefined
  const description = setting ?? describeGrammar(spot, path)
  return description === undefined ? undefined : { from, to, sections: [description] }
}

function settingHelp({ document }: Spot, name: string, { project }: Helper): string | undefined {
  const packageName = (textOf(childOf(document.root, 'extends')) ?? '').split('@')[0]!
  for (const { root, packageName: own } of project.documents.all('Settings')) {
    const setting = own === packageName ? childOf(childOf(root, 'properties'), name) : undefined
    if (!setting) continue
    const preset = childOf(setting, 'default')
    const facts = [
      `**${textOf(childOf(setting, 'title')) ?? name}**`,
      textOf(childOf(setting, 'description')) ?? '',
      preset?.kind === 'scalar' ? `Default: ${code(String(preset.value))}` : '',
    ]
    return facts.filter((fact) => fact !== '').join('\n\n')
  }
  return undefined
}

function code(text: string): string {
  return ['```jsonata', text, '```'].join('\n')
}
