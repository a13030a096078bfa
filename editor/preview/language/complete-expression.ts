import { builtIns, shownValue, tokenize } from '../../../engine/index.ts'
import type { CursorPlace } from './cursor.ts'
import type { Helper } from './complete.ts'
import { describeTypes, functionHelp, signatureOf } from './describe.ts'
import { fieldsOf, isSimpleName } from './fields.ts'
import type { Completion } from './language-methods.ts'
import { type Seen, lookAt } from './sight.ts'
import { completeText } from './complete-text.ts'

type InExpression = CursorPlace & { kind: 'expression' }

/** Names that the language gives a meaning itself. */
export const givenNames: Readonly<Record<string, string>> = {
  source: 'The whole record, wherever you are in it.',
  settings: 'What this integration has chosen; defaults are filled in.',
  steps: 'What earlier steps of the flow gave, by their names.',
  key: 'The key of the record in its short form, as a document number can carry it.',
  index: 'Which item of `each` this is, counted from 0.',
}

const mark = 'zzCursor'

/** Fields of what stands before the cursor, with types and what samples have there; variables and functions. */
export function completeExpression(cursor: InExpression, helper: Helper): Completion[] {
  const { spot, text, index, range } = cursor
  const scope = helper.sightings.at(spot)?.scope
  if (!scope) return functions(range)
  const inText = tokenize(text).find(
    ({ kind, start, end }) => (kind === 'string' || kind === 'unfinished') && start < index && (index < end || kind === 'unfinished'),
  )
  if (inText && /^["']/.test(inText.text)) return completeText({ text, index, quote: inText, range }, scope)
  const before = /\$?\w*$/.exec(text.slice(0, index))![0]
  const behind = /^\w*/.exec(text.slice(index))![0]
  const start = index - before.length
  const isVariable = before.startsWith('$')
  const marked = `${text.slice(0, start)}${isVariable ? '$' : ''}${mark}${text.slice(index + behind.length)}`
  const seen = lookAt(marked, start + 1, scope)
  const isStep = /\.\s*$/.test(text.slice(0, start))
  const fields = isVariable ? [] : fieldItems(seen, scope, range)
  if (isStep) return [...fields, ...functions(range, 6)]
  return [...fields, ...variables(seen, range), ...functions(range), ...(isVariable ? [] : keywords(range))]
}

function fieldItems({ base }: Seen, scope: Parameters<typeof fieldsOf>[1], [from, to]: readonly [number, number]): Completion[] {
  if (!base) return []
  const isSettings = base.origin?.root === 'settings' && base.origin.path.length === 0
  const isSteps = base.origin?.root === 'steps' && base.origin.path.length === 0
  return fieldsOf(base, scope).map(({ name, types, description, title, samples, preset }) => ({
    label: name,
    kind: isSettings ? 'setting' : isSteps ? 'step' : 'field',
    detail: [
      describeTypes(types),
      samples.length > 0 ? shownValue(samples[0], 36) : preset === undefined ? '' : `default ${shownValue(preset, 30)}`,
    ]
      .filter(Boolean)
      .join('  '),
    ...((title ?? description) && { documentation: [title && `**${title}**`, description].filter(Boolean).join('\n\n') }),
    insert: isSimpleName(name) ? name : `\`${name}\``,
    from,
    to,
    // What samples have comes before what only the schema has.
    rank: samples.length > 0 || isSettings || isSteps ? 0 : 1,
  }))
}

function variables({ variables: seen }: Seen, [from, to]: readonly [number, number]): Completion[] {
  return [...seen]
    .filter(([name]) => /^\w+$/.test(name) && name !== mark)
    .map(([name, value]) => ({
      label: `$${name}`,
      kind: 'variable' as const,
      detail: describeTypes(value.types),
      ...(givenNames[name] && { documentation: givenNames[name] }),
      insert: name === 'settings' || name === 'steps' ? `$${name}.` : `$${name}`,
      continues: name === 'settings' || name === 'steps',
      from,
      to,
      rank: Object.hasOwn(givenNames, name) ? 3 : 2,
    }))
}

function functions([from, to]: readonly [number, number], rank = 4): Completion[] {
  return [...builtIns.values()].map((definition) => ({
    label: `$${definition.name}`,
    kind: 'function',
    detail: signatureOf(definition).slice(definition.name.length + 1),
    documentation: functionHelp(definition),
    insert: definition.name === 'table' ? "$table('$1', $2)" : `$${definition.name}($1)`,
    isSnippet: true,
    continues: true,
    from,
    to,
    rank,
  }))
}

function keywords([from, to]: readonly [number, number]): Completion[] {
  return ['and', 'or', 'in', 'true', 'false', 'null'].map((word) => ({
    label: word,
    kind: 'keyword',
    detail: '',
    insert: word,
    from,
    to,
    rank: 5,
  }))
}
