import jsonata from 'jsonata'
import { Recent } from '../../recent.ts'
import { expressionProblem, expressionProblems } from '../problems.ts'
import { buildTree, type ForeignNode } from './build.ts'
import { tokenize } from './tokens.ts'
import type { Tree } from './tree.ts'

/** Something wrong with the text of an expression. */
export interface SyntaxProblem {
  /** JSONata's own code: `S0201`. */
  code: string
  message: string
  hint: string
  /** JSONata's own offset: usually the end of the token. */
  position: number
  token?: string
  /** JSONata's own words: a token may be a number, and some errors have no position. */
  original: { position?: number; token?: unknown; value?: unknown }
  /** What to underline: offsets in the expression, `end` after the last character. */
  start: number
  end: number
  /** Of `start`, counted from 1, inside the expression. */
  line: number
  column: number
}

export interface ParsedExpression {
  text: string
  /** Absent where the text cannot be understood; with `recover` it may have gaps (`broken`). */
  ast?: Tree
  problems: SyntaxProblem[]
}

/**
 * Reads an expression. Never throws; equal texts give the same object.
 * @param recover understand as much as possible of a broken text, for completion.
 */
export function parseExpression(text: string, { recover = false } = {}): ParsedExpression {
  if (recover) return read(text, recover)
  return remembered.get(text) ?? remembered.set(text, read(text, recover))
}

const remembered = new Recent<string, ParsedExpression>(2_500)

/**
 * The parser behind `jsonata(text).ast()`: without the environment for evaluating that comes with the latter, and is never used here,
 * reading a text takes a tenth less.
 */
const { parser } = jsonata as unknown as { parser(text: string, recover?: boolean): ForeignNode & { errors?: ForeignError[] } }

/** What JSONata throws or lists: a plain object; `value` and `token` by code. */
interface ForeignError {
  code?: string
  position?: number
  token?: unknown
  value?: unknown
  message?: string
}

/** Characters of an expression: nothing looks at the clock while it is read and compiled, which takes a second for a million. */
const longestText = 100_000

function read(text: string, recover: boolean): ParsedExpression {
  probe()
  if (text.length > longestText) return { text, problems: [tooLong(text)] }
  try {
    const parsed = parser(text, recover)
    const problems = (parsed.errors ?? []).map((error) => describe(text, error))
    return { text, ast: buildTree(text, parsed), problems }
  } catch (error) {
    return { text, ...(recover && recoverTokens(text)), problems: [describe(text, error as ForeignError)] }
  }
}

/** An unclosed quote or regular expression stops even a recovering parser: what stands before it may still be read. */
function recoverTokens(text: string): { ast?: Tree } {
  const unfinished = tokenize(text).at(-1)
  if (unfinished?.kind !== 'unfinished') return {}
  const { ast } = read(text.slice(0, unfinished.start), true)
  return { ast: ast && { ...ast, text } }
}

function tooLong(text: string): SyntaxProblem {
  const code = 'expression.too-long'
  const { message, hint } = expressionProblem(code, {}, { value: text.length, limit: longestText })
  return { code, message, hint, position: 0, original: {}, start: 0, end: 1, line: 1, column: 1 }
}

function describe(text: string, error: ForeignError): SyntaxProblem {
  const { start, end, position } = extent(text, error)
  const before = text.slice(0, start).split('\n')
  const { message, hint } = explain(error)
  return {
    code: codeOf(error),
    message,
    hint,
    position,
    ...(error.token !== undefined && { token: String(error.token) }),
    original: { position: error.position, token: error.token, value: error.value },
    start,
    end,
    line: before.length,
    column: before.at(-1)!.length + 1,
  }
}

type Code = keyof typeof expressionProblems

function codeOf(error: ForeignError): Code {
  const { code } = error
  if (code !== undefined && Object.hasOwn(expressionProblems, code)) return code as Code
  return error instanceof RangeError ? 'expression.too-deep' : 'expression.unreadable'
}

function explain(error: ForeignError): { message: string; hint: string } {
  const { token, value, message: reason } = error
  return expressionProblem(codeOf(error), {}, { token: token === '(end)' ? 'the end' : token, value, reason } as never)
}

/** JSONata's position is the end of the token in question, but for texts that stop in the middle of one. */
function extent(text: string, { code, position = text.length }: ForeignError): { start: number; end: number; position: number } {
  const tokens = tokenize(text)
  const unfinished = tokens.at(-1)
  if (unfinished?.kind === 'unfinished' && ['S0101', 'S0105', 'S0302'].includes(code ?? '')) return { ...unfinished, position }
  if (code === 'S0106') return { start: position, end: text.length, position }
  if (code === 'S0103' || code === 'S0104') return { start: position - 1, end: Math.min(position + 1, text.length), position }
  const token = tokens.find((each) => each.end >= position && each.start <= position)
  if (position >= text.length && code !== 'S0201') return { start: tokens.at(-1)?.start ?? 0, end: text.length, position }
  return { start: token?.start ?? position, end: token?.end ?? position, position }
}

let probed = false

/** The tree is not part of JSONata's public interface: better to stop at once than to compile a tree of another shape. */
function probe(): void {
  if (probed) return
  const ast = parser?.('a.b[0].$c')
  const [a, b, c] = ast?.steps ?? []
  const stage = b?.stages?.[0]
  if (ast?.type !== 'path' || a?.type !== 'name' || stage?.type !== 'filter' || stage.position !== 4 || c?.type !== 'variable') {
    throw new Error('the installed version of jsonata builds another tree than version 2.2.2')
  }
  probed = true
}
