import type { Tree } from '../1-parse/tree.ts'
import { ANYTHING } from '../2-analyze/types.ts'
import { js, operand, type Code, type Operand } from './code.ts'
import type { MetLists } from './met-lists.ts'
import { type Application, Generator, type GeneratorOptions } from './generator.ts'

/** Writes expressions that use `$eval`: their variables, and functions too, are looked up by name while they run. */
export class DynamicGenerator extends Generator {
  private environment: Operand

  constructor(options: GeneratorOptions, environment: Operand) {
    super(options)
    this.environment = environment
  }

  override inFrame<Value>(_binds: readonly string[], write: () => Value): Value {
    const outer = this.environment
    this.environment = this.constant(js`new ${this.use('Environment')}(${outer})`, ANYTHING, 'names')
    try {
      return super.inFrame([], write)
    } finally {
      this.environment = outer
    }
  }

  /** What is bound outside any block lives as long as the expression that `$eval` stands in. */
  inSameFrame<Value>(write: () => Value): Value {
    return super.inFrame([], write)
  }

  override get isRepeated(): boolean {
    return true
  }

  override bound(name: string, code: Code): void {
    this.line(js`${this.environment}.set(${name}, ${code})`)
  }

  override bind(name: string, _isLambda: boolean, compute: () => Operand): Operand {
    const value = compute()
    this.bound(name, value)
    return value
  }

  override isVariable(): boolean {
    return true
  }

  override lookUp(name: string): Operand {
    return this.constant(js`${this.environment}.get(${name})`, ANYTHING)
  }

  override lastApplication(callee: Operand, given: readonly Operand[], position: number | undefined, token: string | undefined): Operand {
    const bound = operand(this.constant(js`${this.use('within')}(${this.environment}, ${callee})`, ANYTHING), ANYTHING)
    return super.lastApplication(bound, given, position, token)
  }

  override application({ callee, given, context, position, token, isRaw }: Application): Operand {
    const call = js`${this.use('applyIn')}(${this.environment}, ${callee}, [${given}], ${context}, ${position}, ${token})`
    return this.constant(isRaw ? call : js`${this.use('close')}(${call})`, ANYTHING)
  }

  /** What another text has made may turn up in this one. */
  protected override listsIn(tree: Tree): MetLists {
    return { ...super.listsIn(tree), asItems: true, kept: true, keptInFields: true }
  }
}
