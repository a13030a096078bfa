import { ANYTHING, type Types } from '../2-analyze/types.ts'
import { js, operand, type Code, type Line, type Operand } from './code.ts'
import { Knowledge } from './scope.ts'
import type { Helper, Unit } from './unit.ts'

/**
 * Writes JavaScript, statement by statement. Everything that is computed gets a name, and the name is what the methods return; where
 * the same is computed again, the first name serves.
 */
export class Writer {
  readonly unit: Unit
  lines: Line[] = []
  knowledge = new Knowledge()
  /** Loops and functions around the current place. */
  protected depth = 0
  /** Identity of the JavaScript block that is being written. */
  protected block = {}
  private indent = 0

  constructor(unit: Unit) {
    this.unit = unit
  }

  use(helper: Helper): Code {
    return this.unit.helper(helper)
  }

  line(code: Code): Line {
    const line = { depth: this.indent, code }
    this.lines.push(line)
    return line
  }

  /** A line to be filled in later. */
  reserve(): Line {
    const line = { depth: this.indent, code: undefined }
    this.lines.push(line)
    return line
  }

  constant(code: Code, types: Types, prefix = 't'): Operand {
    const name = this.unit.fresh(prefix)
    this.line(js`const ${name} = ${code}`)
    return operand(name, types)
  }

  /** Something that the outermost function computes first. */
  atStart(code: Code): Operand {
    const start = this.lines.findIndex((line) => line.depth > 0)
    const value = this.name('x', ANYTHING)
    this.lines.splice(start, 0, { depth: 1, code: js`const ${value} = ${code}` })
    return value
  }

  /** A name that something else declares. */
  name(prefix: string, types: Types): Operand {
    return operand(this.unit.fresh(prefix), types)
  }

  /** A variable of generated code; its types are what all assignments together allow. */
  variable(types: Types, prefix = 't', start?: Code): Operand {
    const name = this.unit.fresh(prefix)
    this.line(start ? js`let ${name} = ${start}` : js`let ${name}`)
    return operand(name, types)
  }

  assign(target: Code, value: Code): void {
    this.line(js`${target} = ${value}`)
  }

  /** Something computed once: the second time, the name of the first. */
  once(key: string, compute: () => Operand): Operand {
    return this.knowledge.get(key) ?? this.knowledge.set(key, compute())
  }

  /** Statements in braces; what is learnt inside is forgotten behind them. */
  inBraces<Value>(opening: Code, write: () => Value, closing = js`}`): Value {
    const { knowledge, block } = this
    this.line(opening)
    this.indent++
    this.knowledge = new Knowledge(knowledge)
    this.block = {}
    try {
      return write()
    } finally {
      this.knowledge = knowledge
      this.block = block
      this.indent--
      this.line(closing)
    }
  }

  if(condition: Code, then: () => void, otherwise?: () => void): void {
    this.maybe(() => this.inBraces(js`if (${condition}) {`, then))
    if (!otherwise) return
    this.lines.pop()
    this.maybe(() => this.inBraces(js`} else {`, otherwise))
  }

  /** Writes what may not run. */
  maybe(write: () => void): void {
    write()
  }

  /** Accounts for work that is about to be done. */
  charge(steps: Code): void {
    this.line(js`if ((${this.use('meter')}.left -= ${steps}) < 0) ${this.use('spend')}()`)
  }

  /** A function of generated code, as a value. What is returned by `write` is what it returns. */
  function(parameters: readonly Code[], write: () => Code, prefix = 'f', isArrow = true): Operand {
    const name = this.unit.fresh(prefix)
    const opening = isArrow ? js`const ${name} = (${parameters}) => {` : js`const ${name} = function (${parameters}) {`
    this.deeper(() =>
      this.inBraces(opening, () => {
        const result = write()
        this.line(js`return ${result}`)
      }),
    )
    return operand(name, ANYTHING)
  }

  protected deeper(write: () => void): void {
    this.depth++
    write()
    this.depth--
  }

  /** Runs `write` where an error is passed on through `handler`. */
  guarded(write: () => void, handler: (error: Code) => Code): void {
    this.attempt(write, (error) => this.line(js`throw ${handler(error)}`))
  }

  /** Runs `write`, and `recover` where that fails. */
  attempt(write: () => void, recover: (error: Code) => void): void {
    const error = this.unit.fresh('e')
    this.inBraces(js`try {`, write)
    this.lines.pop()
    this.inBraces(js`} catch (${error}) {`, () => recover(error))
  }
}
