import type { Types } from '../2-analyze/types.ts'
import type { Lambda } from '../1-parse/tree.ts'
import type { Code, Line, Operand } from './code.ts'

/** A variable of the expression, and the JavaScript variable that holds it. */
export interface Variable {
  name: string
  code: Code
  types: Types
  /**
   * `unbound`: no bind has been passed yet on the way through the source, so a frame further out is meant.
   * `maybe`: whether it is bound is only known when it is read.
   */
  state: 'unbound' | 'bound' | 'maybe'
  isDeclared: boolean
  /** The start of its frame: where it is declared if not where it is bound. */
  declaration?: Line
  /** It holds this lambda and never anything else. */
  lambda?: Lambda
  bindCount: number
  /** A function that gives its value when it is first read. */
  compute?: Code
  /** Identity of the JavaScript block that it belongs to. */
  block: object
}

/** A block, a lambda, or the whole expression: names bound in it end with it. */
export class Frame {
  readonly variables = new Map<string, Variable>()
  readonly outer: Frame | undefined
  /** How many loops and functions of generated code are around it. */
  readonly depth: number

  /** The line that it starts at. */
  readonly start: Line

  constructor(outer: Frame | undefined, depth: number, start: Line) {
    this.outer = outer
    this.depth = depth
    this.start = start
  }
}

/** What is known at a place of the generated source: operands that were computed on every way to it. */
export class Knowledge {
  private readonly outer: Knowledge | undefined
  private known: Map<string, Operand> | undefined

  constructor(outer?: Knowledge) {
    this.outer = outer
  }

  get(key: string): Operand | undefined {
    return this.known?.get(key) ?? this.outer?.get(key)
  }

  set(key: string, operand: Operand): Operand {
    this.known ??= new Map()
    this.known.set(key, operand)
    return operand
  }
}
