import { ARRAY, BOOLEAN, FUNCTION, isWithin, mayBe, NUMBER, STRING, UNDEFINED, type Types } from '../../2-analyze/types.ts'
import type { BuiltIn } from '../../functions/definition.ts'
import { resultTypes } from '../../functions/result-types.ts'
import type { Parameter } from '../../runtime/signature.ts'
import { js, type Code, type Operand } from '../code.ts'
import type { Generator } from '../generator.ts'
import { conjunction } from '../nodes/operators.ts'

/** What has to be asked of an argument, and how it is passed on. */
interface Fitted {
  value: Operand
  checks: readonly Code[]
}

/** Types whose values can be told by `typeof`, by the letter that a signature has for them. */
const typeOfLetter: Record<string, { types: Types; name: string }> = {
  s: { types: STRING, name: 'string' },
  n: { types: NUMBER, name: 'number' },
  b: { types: BOOLEAN, name: 'boolean' },
  f: { types: FUNCTION, name: 'function' },
}

/**
 * Calls a built-in function straight away where its arguments are as its signature wants them, and by way of the signature where they
 * are not: it takes the context, wraps single values, and raises the errors.
 * @returns undefined, with nothing written, for a call that the signature has to look at in any case
 */
export function emitDirect(
  g: Generator,
  builtIn: BuiltIn,
  given: readonly Operand[],
  context: Operand,
  position?: number,
): Operand | undefined {
  const { parameters } = builtIn.parsed
  if (builtIn.takesContext || typeof builtIn.returns === 'function' || given.length > parameters.length || parameters.length > 4)
    return undefined
  const all = parameters.map((parameter, index) => given[index] ?? (parameter.fromContext && index === 0 ? context : undefined))
  if (parameters.some((parameter, index) => !all[index] && !parameter.isOptional) || parameters.some(({ repeats }) => repeats))
    return undefined
  // An argument after one that comes from the context would not be the one that it seems to be.
  if (!given[0] && given.length > 0) return undefined
  const values = all.filter((value) => value !== undefined)
  if (!values.every((value, index) => canFit(value, parameters[index]!))) return undefined
  const fitted = values.map((value, index) => fit(g, value, parameters[index]!))
  const checks = fitted.flatMap((argument) => argument.checks)
  const slow = js`${g.use('call')}(${g.unit.constant(builtIn)}, [${given}], ${context}, ${position})`
  const fast = directCall(g, builtIn, fitted, position)
  return g.constant(checks.length === 0 ? fast : js`${conjunction(checks)} ? ${fast} : ${slow}`, typesOfCall(builtIn, fitted, checks))
}

function directCall(g: Generator, builtIn: BuiltIn, fitted: readonly Fitted[], position: number | undefined): Code {
  const values = fitted.map(({ value }) => value)
  const code = builtIn.isTotal
    ? js`${g.unit.named(builtIn.implement, `fn_${builtIn.name}`)}(${values})`
    : js`${g.use('run')}(${g.unit.constant(builtIn)}, ${position}, ${values})`
  return builtIn.returns === 'sequence' ? js`${g.use('collapseIfThere')}(${code})` : code
}

/** A function that gives nothing for a missing first argument gives something for one that is there. */
function typesOfCall(builtIn: BuiltIn, fitted: readonly Fitted[], checks: readonly Code[]): Types {
  const types = resultTypes(builtIn)
  const [first] = fitted
  const isSure = builtIn.isStrict === true && checks.length === 0 && first && !mayBe(first.value.types, UNDEFINED)
  return isSure ? types & ~UNDEFINED : types
}

function canFit({ types }: Operand, { type }: Parameter): boolean {
  if (type === 'x' || type === 'a') return true
  const accepted = lettersOf(type)
  return (
    accepted.every((letter) => Object.hasOwn(typeOfLetter, letter)) &&
    mayBe(types, UNDEFINED | accepted.reduce((all, letter) => all | typeOfLetter[letter]!.types, 0))
  )
}

function fit(g: Generator, value: Operand, { type, items }: Parameter): Fitted {
  if (type === 'x') return { value, checks: [] }
  if (type === 'a') return fitList(g, value, items)
  const letters = lettersOf(type)
  // A function alone is never missing.
  const missing = type === 'f' ? 0 : UNDEFINED
  const accepted = letters.reduce((all, letter) => all | typeOfLetter[letter]!.types, missing)
  if (isWithin(value.types, accepted)) return { value, checks: [] }
  const alternatives = letters.map((letter) => js`typeof ${value} === ${typeOfLetter[letter]!.name}`)
  if (mayBe(value.types, missing)) alternatives.push(js`${value} === undefined`)
  return {
    value,
    checks: [alternatives.length === 1 ? alternatives[0]! : js`(${alternatives.reduce((all, each) => js`${all} || ${each}`)})`],
  }
}

function fitList(g: Generator, value: Operand, items: string | undefined): Fitted {
  const list =
    value.types === ARRAY ? value : g.constant(js`${g.use('listOrMissing')}(${value})`, ARRAY | (value.types & UNDEFINED), 'list')
  return { value: list, checks: items === undefined ? [] : [js`${g.use('holdsOnly')}(${list}, ${items[0]!})`] }
}

function lettersOf(type: string): string[] {
  return [...type.replace(/[()]/g, '')]
}
