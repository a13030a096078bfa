import { raise, type ErrorCode } from './error.ts'
import { isArray } from './list.ts'

/** One parameter of a signature such as `<s-nn?:s>`. */
export interface Parameter {
  /** `s n b l o a f j x`, or a choice such as `(sf)`. */
  type: string
  /** The letters of the values that it takes; `m` stands for a missing one. */
  accepts: string
  /** Of an array: what its items must be. */
  items?: string
  /** Taken from the context where it is not given. */
  fromContext: boolean
  isOptional: boolean
  /** `+`: one or more. */
  repeats: boolean
}

export interface Signature {
  parameters: Parameter[]
  /** Tells which letters of the arguments belong to which parameter. */
  pattern: RegExp
}

/** Thrown for a signature that cannot be; `offset` is where in its text. */
export class SignatureError extends Error {
  readonly code: 'S0401' | 'S0402'
  readonly offset: number
  readonly value: string

  constructor(code: 'S0401' | 'S0402', value: string, offset: number) {
    super(code)
    this.code = code
    this.value = value
    this.offset = offset
  }
}

const anything = 'asnblfom'
const acceptedBy: Record<string, string> = { a: anything, x: anything, j: 'asnblom', f: 'f' }

export function parseSignature(text: string): Signature {
  const parameters: Parameter[] = []
  for (let position = 1; position < text.length && text[position] !== ':'; position++) {
    const symbol = text[position]!
    const last = parameters.at(-1)
    if ('snblo'.includes(symbol)) parameters.push(parameter(symbol, `${symbol}m`))
    else if (acceptedBy[symbol]) parameters.push(parameter(symbol, acceptedBy[symbol]))
    else if (symbol === '-' && last) last.fromContext = true
    else if (symbol === '?' && last) last.isOptional = true
    else if (symbol === '+' && last) last.repeats = true
    else if (symbol === '(') {
      const end = closing(text, position, '(', ')')
      const choice = text.slice(position + 1, end)
      if (choice.includes('<')) throw new SignatureError('S0402', choice, position)
      parameters.push(parameter(`(${choice})`, `${choice.replace(/[^a-z]/g, '')}m`))
      position = end
    } else if (symbol === '<') {
      if (last?.type !== 'a' && last?.type !== 'f') throw new SignatureError('S0401', last?.type ?? '', position)
      const end = closing(text, position, '<', '>')
      last.items = text.slice(position + 1, end)
      position = end
    }
  }
  return { parameters, pattern: new RegExp(`^${parameters.map((each) => `(${patternOf(each)})`).join('')}$`) }
}

function parameter(type: string, accepts: string): Parameter {
  return { type, accepts, fromContext: false, isOptional: false, repeats: false }
}

function patternOf({ accepts, fromContext, isOptional, repeats }: Parameter): string {
  return `[${accepts}]${fromContext || isOptional ? '?' : repeats ? '+' : ''}`
}

function closing(text: string, start: number, open: string, close: string): number {
  let depth = 1
  let position = start
  while (++position < text.length) {
    if (text[position] === open) depth++
    else if (text[position] === close && --depth === 0) break
  }
  return position
}

/** The letter of a value: what a signature calls its type. */
export function letterOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 's'
    case 'number':
      return 'n'
    case 'boolean':
      return 'b'
    case 'function':
      return 'f'
    case 'object':
      return value === null ? 'l' : isArray(value) ? 'a' : 'o'
    default:
      return 'm'
  }
}

/**
 * The arguments as the signature wants them: the context in place of one that is not given, single values as arrays.
 * Raises T0410, T0411 and T0412.
 */
export function fit(signature: Signature, given: readonly unknown[], context: unknown): unknown[] {
  let letters = ''
  for (const value of given) letters += letterOf(value)
  const found = signature.pattern.exec(letters)
  if (!found) return failAt(mismatch(signature, letters), given)
  const fitted: unknown[] = []
  let next = 0
  signature.parameters.forEach((parameter, index) => {
    const matched = found[index + 1]!
    if (matched !== '') {
      for (const letter of matched) {
        fitted.push(parameter.type === 'a' ? asArray(parameter, given[next], letter, matched, next) : given[next])
        next++
      }
    } else if (parameter.fromContext) {
      if (!parameter.accepts.includes(letterOf(context))) raise('T0411', { value: context, index: next + 1 })
      fitted.push(context)
    } else {
      fitted.push(given[next])
      next++
    }
  })
  return fitted
}

function asArray(parameter: Parameter, value: unknown, letter: string, matched: string, position: number): unknown {
  if (letter === 'm') return undefined
  const { items } = parameter
  if (items !== undefined && !(letter === 'a' ? holdsOnly(value as unknown[], items[0]!) : matched === items)) {
    raise('T0412', { value, index: position + 1, type: pluralOf[items] })
  }
  return letter === 'a' ? value : [value]
}

/** Whether all items of a list are of the type that a signature's letter stands for; a missing list holds nothing else. */
export function holdsOnly(list: readonly unknown[] | undefined, letter: string): boolean {
  if (list === undefined) return true
  if (letter === 'n') return everyTypeIs(list, 'number')
  if (letter === 's') return everyTypeIs(list, 'string')
  for (let index = 0; index < list.length; index++) if (letterOf(list[index]) !== letter) return false
  return true
}

function everyTypeIs(list: readonly unknown[], type: 'number' | 'string'): boolean {
  for (let index = 0; index < list.length; index++) if (typeof list[index] !== type) return false
  return true
}

const pluralOf: Record<string, string> = { a: 'arrays', b: 'booleans', f: 'functions', n: 'numbers', o: 'objects', s: 'strings' }

/** The first argument that no reading of the signature takes. */
function mismatch({ parameters }: Signature, letters: string): number {
  let pattern = '^'
  let good = 0
  for (const parameter of parameters) {
    pattern += patternOf(parameter)
    const match = new RegExp(pattern).exec(letters)
    if (!match) return good
    good = match[0].length
  }
  return good
}

function failAt(argument: number, given: readonly unknown[], code: ErrorCode = 'T0410'): never {
  return raise(code, { value: given[argument], index: argument + 1 })
}
