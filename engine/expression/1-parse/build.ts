import type * as Tree from './tree.ts'
import type { Node } from './tree.ts'

/**
 * A node of JSONata's own tree, as `jsonata(text).ast()` of version 2.2.2 gives it. The tree is internal to that library and may change
 * between its releases, so the version is pinned, `parse.ts` probes the shape once, and nothing else reads it.
 */
export interface ForeignNode {
  type: string
  value?: unknown
  position?: number
  steps?: ForeignNode[]
  expressions?: ForeignNode[]
  expression?: ForeignNode
  arguments?: ForeignNode[]
  procedure?: ForeignNode
  body?: ForeignNode
  signature?: { definition: string }
  thunk?: boolean
  /** Of an object constructor: pairs. Of anything else: one operand. */
  lhs?: ForeignNode | [ForeignNode, ForeignNode][]
  rhs?: ForeignNode
  condition?: ForeignNode
  then?: ForeignNode
  else?: ForeignNode
  pattern?: ForeignNode
  update?: ForeignNode
  delete?: ForeignNode
  terms?: { descending: boolean; expression: ForeignNode }[]
  stages?: ForeignStage[]
  predicate?: ForeignStage[]
  group?: { lhs: [ForeignNode, ForeignNode][]; position: number }
  focus?: string
  index?: string
  ancestor?: { label: string }
  slot?: { label: string }
  tuple?: boolean
  consarray?: boolean
  keepArray?: boolean
  keepSingletonArray?: boolean
}

interface ForeignStage {
  type: 'filter' | 'index'
  expr?: ForeignNode
  value?: string
  position: number
}

/** Turns JSONata's tree into ours. */
export function buildTree(text: string, ast: ForeignNode): Tree.Tree {
  const builder = new Builder()
  const root = builder.node(ast)
  return {
    text,
    root,
    binds: builder.frame,
    names: builder.names,
    values: builder.values,
    hasTailCalls: builder.hasTailCalls,
    makesListItems: builder.makesListItems,
    keepsSingle: builder.keepsSingle,
    makesObjects: builder.makesObjects,
    asksForSequences: builder.asksForSequences || builder.names.has('eval') || (builder.keepsSingle && builder.names.has('distinct')),
  }
}

class Builder {
  /** The names bound so far in the innermost block, lambda or (outside both) expression. */
  frame: string[] = []
  readonly names = new Set<string>()
  readonly values = new Set<string>()
  hasTailCalls = false
  makesListItems = false
  keepsSingle = false
  makesObjects = false
  asksForSequences = false

  node(ast: ForeignNode): Node {
    const node = this.bare(ast)
    if (ast.predicate) node.predicates = ast.predicate.map((stage) => this.predicate(stage))
    if (ast.group && node.kind !== 'path') node.group = this.grouping(ast.group)
    if (ast.keepArray) node.keepArray = true
    if (ast.keepArray || ast.keepSingletonArray) this.keepsSingle = true
    return node
  }

  private nodes(asts: ForeignNode[] = []): Node[] {
    return asts.map((ast) => this.node(ast))
  }

  private bare(ast: ForeignNode): Node {
    const { position } = ast
    switch (ast.type) {
      case 'string':
      case 'number':
      case 'value':
        return { kind: 'literal', value: ast.value as Tree.Literal['value'], position }
      case 'name':
        return { kind: 'name', name: ast.value as string, position }
      case 'variable':
        this.names.add(ast.value as string)
        this.values.add(ast.value as string)
        if (ast.value === 'distinct') this.asksForSequences = true
        return { kind: 'variable', name: ast.value as string, position }
      case 'wildcard':
        return { kind: 'wildcard', position }
      case 'descendant':
        return { kind: 'descendants', position }
      case 'parent':
        return { kind: 'parent', label: ast.slot!.label }
      case 'regex': {
        const { source, flags } = ast.value as RegExp
        return { kind: 'regex', source, flags: flags.replace('g', ''), position }
      }
      case 'path':
        return this.path(ast)
      case 'binary':
        return {
          kind: 'operation',
          operator: ast.value as Tree.Operator,
          left: this.node(ast.lhs as ForeignNode),
          right: this.node(ast.rhs!),
          position,
        }
      case 'unary':
        return this.unary(ast)
      case 'condition':
        return this.condition(ast)
      case 'block': {
        const [expressions, binds] = this.inFrame(() => this.nodes(ast.expressions))
        return { kind: 'block', expressions, binds, passesTuples: ast.tuple === true, position }
      }
      case 'bind': {
        const value = this.node(ast.rhs!)
        const name = (ast.lhs as ForeignNode).value as string
        this.frame.push(name)
        return { kind: 'bind', name, value, position }
      }
      case 'lambda':
        return ast.thunk ? this.tailCall(ast.body!) : this.lambda(ast)
      case 'function':
        return this.call(ast)
      case 'partial':
        return {
          kind: 'partial',
          arguments: ast.arguments!.map((each) => (each.type === 'operator' && each.value === '?' ? null : this.node(each))),
          procedure: this.node(ast.procedure!),
          token: nameOf(ast.procedure!),
          position,
        }
      case 'apply':
        return { kind: 'apply', left: this.node(ast.lhs as ForeignNode), right: this.node(ast.rhs!), position }
      case 'transform':
        this.makesObjects = true
        return {
          kind: 'transform',
          pattern: this.node(ast.pattern!),
          update: this.node(ast.update!),
          deletion: ast.delete && this.node(ast.delete),
          position,
        }
      case 'error':
        return { kind: 'broken', position }
      default:
        throw new TypeError(`jsonata has a node that is not known here: ${ast.type}`)
    }
  }

  private unary(ast: ForeignNode): Node {
    const { position } = ast
    if (ast.value === '[') return { kind: 'array', items: this.nodes(ast.expressions), position }
    if (ast.value === '{') return { kind: 'object', pairs: this.pairs(ast.lhs as [ForeignNode, ForeignNode][]), position }
    return { kind: 'negate', operand: this.node(ast.expression!), position }
  }

  private condition(ast: ForeignNode): Node {
    const { position } = ast
    const when = fallbackOf(ast)
    if (when) return { kind: 'fallback', when, left: this.node(unthunked(ast.then!)), right: this.node(ast.else!), position }
    const test = this.node(ast.condition!)
    return { kind: 'condition', test, whenTrue: this.node(ast.then!), whenFalse: ast.else && this.node(ast.else), position }
  }

  private call(ast: ForeignNode): Tree.Call {
    const { procedure, arguments: given = [] } = ast
    if (
      procedure!.value === 'distinct' &&
      (given.length !== 1 || given[0]!.steps?.[0]!.type !== 'name' || given[0]!.steps.some((step) => step.tuple))
    )
      this.asksForSequences = true
    return {
      kind: 'call',
      procedure: this.procedure(ast.procedure!),
      arguments: this.nodes(ast.arguments),
      token: nameOf(ast.procedure!),
      isTail: false,
      position: ast.position,
    }
  }

  private tailCall(ast: ForeignNode): Tree.Call {
    this.hasTailCalls = true
    return { ...this.call(ast), isTail: true }
  }

  /** What is called; a name in that place is no value. */
  private procedure(ast: ForeignNode): Node {
    const isNew = ast.type === 'variable' && !this.values.has(ast.value as string)
    const { asksForSequences } = this
    const node = this.node(ast)
    if (isNew) this.values.delete(ast.value as string)
    if (ast.type === 'variable') this.asksForSequences = asksForSequences
    return node
  }

  private lambda(ast: ForeignNode): Tree.Lambda {
    const [body, binds] = this.inFrame(() => this.node(ast.body!))
    return {
      kind: 'lambda',
      parameters: ast.arguments!.map((each) => each.value as string),
      signature: ast.signature?.definition,
      body,
      binds,
      position: ast.position,
    }
  }

  private path(ast: ForeignNode): Tree.Path {
    const path: Tree.Path = {
      kind: 'path',
      steps: ast.steps!.map((step, index) => this.step(step, index > 0)),
      keepSingleton: ast.keepSingletonArray === true,
      passesTuples: ast.tuple === true,
    }
    if (ast.group) path.group = this.grouping(ast.group)
    return path
  }

  private step(ast: ForeignNode, isLater: boolean): Tree.Step {
    const isList = ast.consarray === true && ast.type === 'unary' && !ast.stages
    if (isList && (isLater || ast.expressions!.length === 0)) this.makesListItems = true
    return {
      node: ast.type === 'sort' ? this.sort(ast) : this.node(ast),
      stages: (ast.stages ?? []).map((stage) =>
        stage.type === 'index' ? { kind: 'index', name: stage.value!, position: stage.position } : this.predicate(stage),
      ),
      focus: ast.focus,
      index: ast.index,
      ancestor: ast.ancestor?.label,
      startsTuples: ast.tuple === true,
      isList,
      evaluatesOnce: ast.consarray === true,
    }
  }

  private sort(ast: ForeignNode): Tree.Sort {
    const terms = ast.terms!.map(({ expression, descending }) => ({ node: this.node(expression), descending }))
    return { kind: 'sort', terms, position: ast.position! }
  }

  private predicate(stage: ForeignStage): Tree.Predicate {
    return { kind: 'predicate', test: this.node(stage.expr!), position: stage.position }
  }

  private grouping(group: NonNullable<ForeignNode['group']>): Tree.Grouping {
    return { pairs: this.pairs(group.lhs), position: group.position }
  }

  private pairs(pairs: [ForeignNode, ForeignNode][]): Tree.Pair[] {
    this.makesObjects = true
    return pairs.map(([key, value]) => ({ key: this.node(key), value: this.node(value) }))
  }

  private inFrame<Result>(build: () => Result): [Result, string[]] {
    const outer = this.frame
    this.frame = []
    const result = build()
    const binds = this.frame
    this.frame = outer
    return [result, binds]
  }
}

/** How JSONata names a function in its errors. */
function nameOf(procedure: ForeignNode): string | undefined {
  // A regular expression that is called has no name.
  if (procedure.type === 'regex') return undefined
  return (procedure.type === 'path' ? procedure.steps![0]!.value : procedure.value) as string | undefined
}

/**
 * `a ?? b` and `a ?: b` arrive as conditions whose test is a copy of `a`: the first inside a call of `$exists` that has no position,
 * because nobody wrote it, the second at the very position of `a`.
 */
function fallbackOf(ast: ForeignNode): Tree.Fallback['when'] | undefined {
  const { condition, then } = ast
  if (condition!.type === 'function' && condition!.position === undefined) return 'missing'
  if (ast.else && firstPosition(condition!) === firstPosition(unthunked(then!))) return 'falsy'
  return undefined
}

function unthunked(ast: ForeignNode): ForeignNode {
  return ast.thunk ? ast.body! : ast
}

/** The position of the first token that has one: equal for two nodes only if they are copies of each other. */
function firstPosition(ast: ForeignNode): number | undefined {
  if (ast.type === 'path') return firstPosition(ast.steps![0]!)
  return ast.position
}
