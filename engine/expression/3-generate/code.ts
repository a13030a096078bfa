import { Recent } from '../../recent.ts'
import type { Types } from '../2-analyze/types.ts'

/**
 * A piece of JavaScript that is safe to run. There are two ways to make one: the template `js`, which quotes every value, and `name`,
 * which admits nothing but identifiers. So no text of a document or a record can become code.
 */
class Fragment {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type Code = Fragment

/** A name or a literal, which may be repeated, and what it may hold. */
class Atom extends Fragment {
  readonly types: Types

  constructor(text: string, types: Types) {
    super(text)
    this.types = types
  }
}

export type Operand = Atom

export type Quotable = string | number | boolean | null | undefined

/** JavaScript with values in it: fragments stand as they are, lists of them with commas, everything else is quoted. */
export function js(strings: TemplateStringsArray, ...parts: readonly (Code | readonly Code[] | Quotable)[]): Code {
  let text = strings[0]!
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index]
    text +=
      (part instanceof Fragment ? part.text : Array.isArray(part) ? part.map(textOf).join(', ') : quote(part as Quotable)) +
      strings[index + 1]!
  }
  return new Fragment(text)
}

function textOf(code: Code): string {
  return code.text
}

/** JSON is a part of JavaScript; the two line separators are escaped for tools that do not know that yet. */
function quote(value: Quotable): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value).replace(/[\u2028\u2029]/g, (separator) => `\\u${separator.charCodeAt(0).toString(16)}`)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('only finite numbers can be quoted')
      return value < 0 || Object.is(value, -0) ? `(${Object.is(value, -0) ? '-0' : value})` : String(value)
    case 'boolean':
    case 'undefined':
      return String(value)
    default:
      if (value !== null) throw new TypeError('only simple values can be quoted')
      return 'null'
  }
}

const identifier = /^[A-Za-z_$][A-Za-z0-9_$]*$/
const reserved = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for ' +
    'function if implements import in instanceof interface let new null package private protected public return static super switch ' +
    'this throw true try typeof undefined var void while with yield NaN Infinity'
  ).split(' '),
)

/** Generated code uses the same names again and again. */
const names = new Recent<string, Code>(1_000)

/** An identifier. Throws for whatever is none. */
export function name(text: string): Code {
  return names.get(text) ?? names.set(text, identifierOf(text))
}

function identifierOf(text: string): Code {
  if (!identifier.test(text) || reserved.has(text)) throw new TypeError('not a name')
  return new Fragment(text)
}

/** A name, or a literal made by `literal`, with what it may hold. */
export function operand(code: Code, types: Types): Operand {
  return new Atom(code.text, types)
}

export function literal(value: Quotable, types: Types): Operand {
  return new Atom(quote(value), types)
}

/** `.field`, or `["any text"]`. */
export function member(field: string): Code {
  return identifier.test(field) ? new Fragment(`.${field}`) : js`[${field}]`
}

/** A key of an object literal. `__proto__` is a key like any other only if it is computed. */
export function propertyKey(key: string): Code {
  if (key === '__proto__') return js`[${key}]`
  return identifier.test(key) ? new Fragment(key) : js`${key}`
}

/** Indented lines, as a text. */
export function joinLines(lines: readonly Line[]): string {
  let text = ''
  for (const { depth, code } of lines) if (code) text += `${(indents[depth] ??= '  '.repeat(depth))}${code.text}\n`
  return text
}

const indents: string[] = []

/** A line of generated source. It can be filled in later, or left out. */
export interface Line {
  depth: number
  code: Code | undefined
}
