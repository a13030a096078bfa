import { raise } from './error.ts'
import { isArray } from './list.ts'
import { charge, meter } from './meter.ts'
import { numberText } from './number.ts'
import { fieldsOf } from './object.ts'
import { objectPrototype } from './read.ts'

/**
 * JSON as JSONata writes it: numbers at 15 digits, functions as empty texts. JavaScript's own writer would call a field `toJSON` of the
 * data, and does not stop where a value holds another many times.
 */
export function json(value: unknown, indent = 0): string {
  return new Writer(indent).text(value, '\n')
}

class Writer {
  private readonly indent: string
  private length = 0

  constructor(indent: number) {
    this.indent = ' '.repeat(indent)
  }

  /** @param line the end of a line, with what the next one is indented by */
  text(value: unknown, line: string): string {
    if (typeof value !== 'object' || value === null) return this.counted(simpleText(value))
    charge(1)
    if (isArray(value)) return this.listText(value, line)
    return isOfData(value) ? this.objectText(value as Record<string, unknown>, line) : this.text((value as Convertible).toJSON(), line)
  }

  private listText(list: readonly unknown[], line: string): string {
    charge(list.length)
    const inner = line + this.indent
    const parts: string[] = []
    for (let index = 0; index < list.length; index++) parts.push(this.text(list[index], inner))
    return this.enclosed('[', parts, ']', line)
  }

  private objectText(object: Readonly<Record<string, unknown>>, line: string): string {
    const inner = line + this.indent
    const colon = this.indent === '' ? ':' : ': '
    const parts: string[] = []
    for (const key of fieldsOf(object)) {
      const field = object[key]
      if (field === undefined) continue
      const name = this.counted(JSON.stringify(key)) + colon
      parts.push(name + this.text(field, inner))
    }
    return this.enclosed('{', parts, '}', line)
  }

  private enclosed(opening: string, parts: readonly string[], closing: string, line: string): string {
    if (parts.length === 0) return this.counted(opening + closing)
    if (this.indent === '') return opening + parts.join(',') + this.counted(closing)
    const inner = line + this.indent
    return opening + inner + parts.join(`,${inner}`) + line + this.counted(closing)
  }

  private counted(text: string): string {
    this.length += text.length + 1
    const { text: limit } = meter.limits
    if (this.length > limit) raise('expression.text-too-long', { value: this.length, limit }, undefined, 'string')
    return text
  }
}

function simpleText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
      if (Number.isNaN(value)) return 'null'
      return Number.isFinite(value) ? numberText(value) : raise('D1001', { value })
    case 'boolean':
      return value ? 'true' : 'false'
    case 'function':
      return '""'
    default:
      return 'null'
  }
}

interface Convertible {
  toJSON(): unknown
}

/** Not of a class with a JSON of its own, as a `Date` is that the calling program has put into its input. */
function isOfData(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as Partial<Convertible> | null
  return prototype === objectPrototype || typeof prototype?.toJSON !== 'function'
}
