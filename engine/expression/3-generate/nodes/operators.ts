import type { Node, Operation } from '../../1-parse/tree.ts'
import { BOOLEAN, isWithin, mayBe, NUMBER, STRING, UNDEFINED } from '../../2-analyze/types.ts'
import { js, literal, type Code, type Operand } from '../code.ts'
import type { Context, Generator } from '../generator.ts'
import type { Helper } from '../unit.ts'

export function emitOperation(g: Generator, node: Operation, context: Context): Operand {
  if (node.operator === 'and' || node.operator === 'or') return emitLogic(g, node, context)
  const left = g.value(node.left, context)
  const right = g.value(node.right, context)
  const position = node.position ?? 0
  g.tracer?.whole(g, left, right)
  switch (node.operator) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return emitArithmetic(g, node.operator, left, right, position)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return emitComparison(g, node.operator, left, right, position)
    case '=':
    case '!=':
      return emitEquality(g, node.operator, left, right)
    case '&':
      return emitConcatenation(g, left, right, position)
    case 'in':
      return g.constant(js`${g.use('isIn')}(${left}, ${right})`, BOOLEAN)
    default:
      throw new TypeError(`${node.operator} stands in arrays only`)
  }
}

const arithmetic = {
  '+': { helper: 'add', symbol: js`+` },
  '-': { helper: 'subtract', symbol: js`-` },
  '*': { helper: 'multiply', symbol: js`*` },
  '/': { helper: 'divide', symbol: js`/` },
  '%': { helper: 'remainder', symbol: js`%` },
} satisfies Record<string, { helper: Helper; symbol: Code }>

/** Numbers here; anything else, and every result that is no finite number, in the runtime. */
function emitArithmetic(g: Generator, operator: keyof typeof arithmetic, left: Operand, right: Operand, position: number): Operand {
  const { helper, symbol } = arithmetic[operator]
  const types = NUMBER | ((left.types | right.types) & UNDEFINED)
  const result = g.variable(types)
  const checks = [...typeCheck(left, NUMBER), ...typeCheck(right, NUMBER)]
  checks.push(js`(${result} = ${left} ${symbol} ${right}) - ${result} === 0`)
  // A finite result of the others shows that both sides are finite.
  if ((operator === '/' || operator === '%') && !isLiteral(right)) checks.push(js`${right} - ${right} === 0`)
  g.line(js`if (!(${conjunction(checks)})) ${result} = ${g.use(helper)}(${left}, ${right}, ${position})`)
  return result
}

function isLiteral(operand: Operand): boolean {
  return /^[\d(]/.test(operand.text)
}

const comparison = {
  '<': { helper: 'less', symbol: js`<` },
  '<=': { helper: 'lessOrEqual', symbol: js`<=` },
  '>': { helper: 'greater', symbol: js`>` },
  '>=': { helper: 'greaterOrEqual', symbol: js`>=` },
} satisfies Record<string, { helper: Helper; symbol: Code }>

function emitComparison(g: Generator, operator: keyof typeof comparison, left: Operand, right: Operand, position: number): Operand {
  const { helper, symbol } = comparison[operator]
  const types = BOOLEAN | ((left.types | right.types) & UNDEFINED)
  const slow = js`${g.use(helper)}(${left}, ${right}, ${position})`
  const kind = left.types === STRING || right.types === STRING ? STRING : NUMBER
  const checks = [...typeCheck(left, kind), ...typeCheck(right, kind)]
  const fast = js`${left} ${symbol} ${right}`
  return g.constant(checks.length === 0 ? fast : js`${conjunction(checks)} ? ${fast} : ${slow}`, types)
}

/** What has to be asked to know that an operand is of one type. */
export function typeCheck(operand: Operand, type: typeof NUMBER | typeof STRING): Code[] {
  if (operand.types === type) return []
  return [type === NUMBER ? js`typeof ${operand} === 'number'` : js`typeof ${operand} === 'string'`]
}

export function conjunction(checks: readonly Code[]): Code {
  return checks.reduce((all, each) => js`${all} && ${each}`)
}

/** Values for which JavaScript's identity is JSONata's equality. */
const simple = UNDEFINED | 2 | BOOLEAN | NUMBER | STRING

function emitEquality(g: Generator, operator: '=' | '!=', left: Operand, right: Operand): Operand {
  const sides = [left, right]
  if (sides.some((side) => side.types === UNDEFINED)) return literal(false, BOOLEAN)
  const isOneSimple = sides.some((side) => isWithin(side.types, simple))
  if (!isOneSimple) {
    const helper = operator === '=' ? g.use('equal') : g.use('unequal')
    return g.constant(js`${helper}(${left}, ${right})`, BOOLEAN)
  }
  const present = sides.filter((side) => mayBe(side.types, UNDEFINED)).map((side) => js`${side} !== undefined`)
  if (operator === '!=') return g.constant(conjunction([...present, js`${left} !== ${right}`]), BOOLEAN)
  // Identical sides are both there or both missing: it is enough to ask one.
  return g.constant(conjunction([js`${left} === ${right}`, ...(present.length === 2 ? present.slice(1) : [])]), BOOLEAN)
}

function emitConcatenation(g: Generator, left: Operand, right: Operand, position: number): Operand {
  const checks = [...typeCheck(left, STRING), ...typeCheck(right, STRING)]
  const fast = js`${left} + ${right}`
  const slow = js`${g.use('concatenate')}(${left}, ${right}, ${position})`
  const text = g.constant(checks.length === 0 ? fast : js`${conjunction(checks)} ? ${fast} : ${slow}`, STRING)
  g.line(js`if (${text}.length > ${shortText}) ${g.use('longText')}(${text}, ${position})`)
  return text
}

/** Texts up to here are not accounted for one by one. */
const shortText = 10_000

/** The right side runs only if it matters. Whatever fails there is reported at the operator, as in JSONata. */
function emitLogic(g: Generator, { operator, left, right, position }: Operation, context: Context): Operand {
  const first = g.value(left, context)
  const result = g.variable(BOOLEAN)
  const place = { position, token: operator }
  const write = () => {
    g.tracer?.itself(g, first)
    g.assign(result, truth(g, first, place))
    g.if(operator === 'and' ? result : js`!${result}`, () => g.assign(result, truth(g, g.value(right, context), place)))
  }
  if (canFail(right)) g.guarded(write, (error) => js`${g.use('at')}(${error}, ${position}, ${operator})`)
  else write()
  return result
}

/**
 * Whether a value counts as true, as JavaScript's true or false.
 * @param place where it is told that a number has no truth, if not where the number was made
 */
export function truth(g: Generator, value: Operand, place?: { position: number | undefined; token: string }): Code {
  const { types } = value
  if (types === BOOLEAN) return value
  if (isWithin(types, BOOLEAN | UNDEFINED)) return js`(${value} === true)`
  if (types === STRING) return js`(${value} !== '')`
  const slow = place ? js`${g.use('isTrueAt')}(${value}, ${place.position}, ${place.token})` : js`${g.use('isTrue')}(${value})`
  return js`(${value} === true || (${value} !== false && ${value} !== undefined && ${slow}))`
}

/** Evaluating it may raise an error. Asked where an error would be reported elsewhere. */
export function canFail(node: Node): boolean {
  switch (node.kind) {
    case 'literal':
    case 'variable':
    case 'name':
    case 'regex':
    case 'lambda':
    case 'wildcard':
    case 'descendants':
    case 'parent':
      return (node.predicates?.length ?? 0) > 0 || node.group !== undefined
    case 'path':
      return (
        node.group !== undefined || node.steps.some((step) => step.stages.length > 0 || step.node.kind === 'sort' || canFail(step.node))
      )
    case 'operation':
      return !['=', '!=', 'in'].includes(node.operator) || canFail(node.left) || canFail(node.right)
    case 'array':
      return node.predicates !== undefined || node.group !== undefined || node.items.some(canFail)
    default:
      return true
  }
}

export function emitNegation(g: Generator, operand: Operand, position: number): Operand {
  const types = NUMBER | (operand.types & UNDEFINED)
  const slow = js`${g.use('negate')}(${operand}, ${position})`
  if (operand.types === NUMBER) return g.constant(slow, types)
  return g.constant(js`typeof ${operand} === 'number' && ${operand} - ${operand} === 0 ? -${operand} : ${slow}`, types)
}
