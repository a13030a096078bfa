/**
 * The tree of an expression: what JSONata's parser understood, in our own words. Everything after parsing works on this alone.
 *
 * `position` is JSONata's: the offset of the END of the token that the node is named after. It is what errors carry.
 * Exact extents in the text come from `spans.ts`.
 */
export type Node =
  | Literal
  | Variable
  | Name
  | Path
  | Wildcard
  | Descendants
  | Parent
  | Regex
  | Negate
  | Operation
  | ArrayConstructor
  | ObjectConstructor
  | Condition
  | Fallback
  | Block
  | Bind
  | Lambda
  | Call
  | PartialCall
  | Apply
  | Transform
  | Broken

interface Common {
  /** Absent where JSONata has none (paths, `%`). */
  position?: number
  /** `[…]` after anything that is not a step of a path: filters the whole value. */
  predicates?: Predicate[]
  /** `{…}` after anything that is not a path. */
  group?: Grouping
  /** `[]` after it: a single value stays a list. */
  keepArray?: boolean
}

export interface Literal extends Common {
  kind: 'literal'
  value: string | number | boolean | null
}

/** `$name`; the name is `''` for the context and `'$'` for the whole input. */
export interface Variable extends Common {
  kind: 'variable'
  name: string
}

/** The name of a field. It stands in a path only. */
export interface Name extends Common {
  kind: 'name'
  name: string
}

export interface Path extends Common {
  kind: 'path'
  steps: Step[]
  /** One of its steps carries `[]`. */
  keepSingleton: boolean
  /** It is a step of another path and hands its tuples on to it (for `%`). */
  passesTuples: boolean
}

export interface Step {
  node: Node | Sort
  /** `[…]` and `#$i` after the step, in the order written. */
  stages: Stage[]
  /** `@$name`: the value is bound and the context stays. */
  focus?: string
  /** `#$name` directly after the step. */
  index?: string
  /** A later `%` looks back to here, under this label. */
  ancestor?: string
  /** From this step on, the path is a stream of tuples. */
  startsTuples: boolean
  /** An array constructor as first or last step: its list is one value and is not flattened. */
  isList: boolean
  /** As first step it is evaluated once, and sees the whole context where that is a list. */
  evaluatesOnce: boolean
}

export type Stage = Predicate | { kind: 'index'; name: string; position: number }

export interface Predicate {
  kind: 'predicate'
  test: Node
  position: number
}

/** `^(…)`. It stands in a path only. */
export interface Sort {
  kind: 'sort'
  position: number
  terms: { node: Node; descending: boolean }[]
}

export interface Wildcard extends Common {
  kind: 'wildcard'
}

export interface Descendants extends Common {
  kind: 'descendants'
}

/** `%`. */
export interface Parent extends Common {
  kind: 'parent'
  label: string
}

export interface Regex extends Common {
  kind: 'regex'
  source: string
  /** Without the `g` that JSONata adds. */
  flags: string
}

export interface Negate extends Common {
  kind: 'negate'
  operand: Node
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%'
export type ComparisonOperator = '<' | '<=' | '>' | '>='
export type Operator = ArithmeticOperator | ComparisonOperator | '=' | '!=' | 'and' | 'or' | '&' | 'in' | '..'

export interface Operation extends Common {
  kind: 'operation'
  operator: Operator
  left: Node
  right: Node
}

export interface ArrayConstructor extends Common {
  kind: 'array'
  items: Node[]
}

export interface ObjectConstructor extends Common {
  kind: 'object'
  pairs: Pair[]
}

export interface Pair {
  key: Node
  value: Node
}

/** `{…}` after a value: groups its items. */
export interface Grouping {
  pairs: Pair[]
  position: number
}

export interface Condition extends Common {
  kind: 'condition'
  test: Node
  whenTrue: Node
  whenFalse?: Node
}

/** `left ?? right` and `left ?: right`. JSONata evaluates `left` twice, we once. */
export interface Fallback extends Common {
  kind: 'fallback'
  when: 'missing' | 'falsy'
  left: Node
  right: Node
}

export interface Block extends Common {
  kind: 'block'
  expressions: Node[]
  /** Names bound directly in it; it has a frame of its own. */
  binds: string[]
  /** The last expression hands tuples on (for `%`). */
  passesTuples: boolean
}

export interface Bind extends Common {
  kind: 'bind'
  name: string
  value: Node
}

export interface Lambda extends Common {
  kind: 'lambda'
  parameters: string[]
  /** `<s-n:s>` as written. */
  signature?: string
  body: Node
  /** Names bound directly in the body. */
  binds: string[]
}

export interface Call extends Common {
  kind: 'call'
  procedure: Node
  arguments: Node[]
  /** How an error names the function. */
  token: string | undefined
  /** The value of the call is the value of the lambda around it. */
  isTail: boolean
}

export interface PartialCall extends Common {
  kind: 'partial'
  procedure: Node
  /** `null` for `?`. */
  arguments: (Node | null)[]
  token: string | undefined
}

/** `left ~> right`. */
export interface Apply extends Common {
  kind: 'apply'
  left: Node
  right: Node
}

/** `|pattern|update,deletion|`. */
export interface Transform extends Common {
  kind: 'transform'
  pattern: Node
  update: Node
  deletion?: Node
}

/** What could not be understood; only a recovering parse has it. */
export interface Broken extends Common {
  kind: 'broken'
}

/** A whole expression. */
export interface Tree {
  text: string
  root: Node
  /** Names bound outside any block or lambda. */
  binds: string[]
  /** Every variable and function that is named anywhere in it. */
  names: ReadonlySet<string>
  /** Those that are used as values, and not only called. */
  values: ReadonlySet<string>
  /** Some lambda ends with a call. */
  hasTailCalls: boolean
  /** `[…]` is a later step of some path: its lists stay items wherever another path meets them. */
  makesListItems: boolean
  /** A single value stays a list somewhere in it. */
  keepsSingle: boolean
  /** It makes objects, in whose fields anything may stand. */
  makesObjects: boolean
  /** `$distinct` or `$eval` is given something of which only running it tells whether it is a sequence or an array. */
  asksForSequences: boolean
}
