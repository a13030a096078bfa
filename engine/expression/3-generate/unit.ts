import { once } from '../../once.ts'
import { raise } from '../runtime/error.ts'
import * as runtime from '../runtime/index.ts'
import { js, joinLines, name, type Code, type Line } from './code.ts'

/** What the runtime offers to generated code; the name of each is its name there. */
export type Helper = keyof typeof runtime

const offered: Readonly<Record<Helper, unknown>> = { ...runtime }

/** Variables of one source: a path that looks back at all that it went through can take the square of its length. */
const mostVariables = 500_000

/**
 * One piece of generated source: what it needs of the runtime, its constants, its functions. It becomes a function by `new Function`,
 * with what it needs of the runtime and its constants as its only parameters.
 */
export class Unit {
  private readonly helpers = new Set<Helper>()
  private readonly constants: unknown[] = []
  private readonly names: Code[] = []
  private readonly constantNames = new Map<unknown, Code>()
  private readonly listNames = new Map<string, Code>()
  private readonly counters = new Map<string, number>()
  private variables = 0
  /** Functions outside the main one. */
  readonly outside: Line[] = []

  helper(helper: Helper): Code {
    this.helpers.add(helper)
    return name(helper)
  }

  /** A value that cannot be written as source, or should not be made again each time. */
  constant(value: unknown): Code {
    return this.constantNames.get(value) ?? this.keep(value, name(`k${this.constants.length}`))
  }

  /** A value that reads better by a name of its own; the name must not be one of the runtime's. */
  named(value: unknown, text: string): Code {
    return this.constantNames.get(value) ?? this.keep(value, name(text))
  }

  private keep(value: unknown, code: Code): Code {
    this.constants.push(value)
    this.names.push(code)
    this.constantNames.set(value, code)
    return code
  }

  /** A list of texts, once for equal ones. */
  list(texts: readonly string[]): Code {
    const key = texts.join('\0')
    let code = this.listNames.get(key)
    if (!code) this.listNames.set(key, (code = this.constant(texts)))
    return code
  }

  /** A record of simple values, once for equal ones. */
  record(fields: Record<string, string | undefined>): Code {
    const key = JSON.stringify(fields)
    let code = this.listNames.get(key)
    if (!code) this.listNames.set(key, (code = this.constant(fields)))
    return code
  }

  /** A name that is not used yet: `t1`, `t2` … */
  fresh(prefix: string): Code {
    if (++this.variables > mostVariables) raise('expression.too-deep')
    const count = (this.counters.get(prefix) ?? 0) + 1
    this.counters.set(prefix, count)
    return name(prefix.startsWith('$') && count === 1 ? prefix : prefix.startsWith('$') ? `${prefix}$${count}` : `${prefix}${count}`)
  }

  /** What the source is given: of the runtime, and constants. */
  private get parameters(): Code[] {
    const parameters: Code[] = []
    for (const each of this.helpers) parameters.push(name(each))
    return parameters.concat(this.names)
  }

  /** The whole source, the body of a function whose parameters its first line names; `result` is what it returns. */
  source(lines: readonly Line[], result: Code): string {
    const given = js`// given: ${this.parameters}\n`
    // Joined, not added up: it is kept as long as what it becomes, and with it would be every piece that it was made of.
    return [`'use strict'\n`, given.text, joinLines(this.outside), joinLines(lines), `return ${result.text}\n`].join('')
  }

  /** The same when it is first needed. Nothing is kept meanwhile but what the source needs. */
  loadLater<Loaded>(source: string): () => Loaded {
    return once(() => this.load<Loaded>(source))
  }

  /** Makes the source into what it returns. */
  load<Loaded>(source: string): Loaded {
    const values: unknown[] = []
    for (const each of this.helpers) values.push(offered[each])
    const parameters = js`${this.parameters}`
    // eslint-disable-next-line no-new-func -- this is the compiler; its input went through the template in code.ts
    return new Function(parameters.text, source)(...values, ...this.constants) as Loaded
  }
}
