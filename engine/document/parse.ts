import { type Alias, type Node, type Scalar, isAlias, isCollection, isMap, isScalar, isSeq } from 'yaml'
import type { Problem } from '../problem.ts'
import { documentLimits } from './limits.ts'
import type { DocumentNode, Entry, MapNode, Range, ScalarNode, ScalarStyle } from './node.ts'
import { documentProblem } from './problems.ts'
import { repair } from './repair.ts'
import { SourceText } from './source-text.ts'
import { adviseOnSyntax } from './syntax-advice.ts'

export interface ParsedText {
  /** The root of every document in the text that is a map; what could be read of a broken one is there too. */
  readonly roots: readonly MapNode[]
  readonly problems: readonly Problem[]
  /** Whether something at an offset could not be read, so that what is said of it would be noise. */
  readonly isBroken: (offset: number) => boolean
}

/** Reads YAML (and so JSON) text: every document in it, with positions, and every problem. Never throws. */
export function parseText(text: string, file: string): ParsedText {
  const source = new SourceText(file, text)
  const bytes = new TextEncoder().encode(text).length
  if (bytes > documentLimits.bytes) return refused(documentProblem('document.too-large', { file }, { bytes, limit: documentLimits.bytes }))
  if (bracketDepth(text) > bracketLimit) return refused(documentProblem('document.too-deep', { file }, { limit: documentLimits.depth }))
  return readDocuments(source)
}

function refused(problem: Problem): ParsedText {
  return { roots: [], problems: [problem], isBroken: () => false }
}

/** More open brackets than any text within the limits has; the YAML library takes seconds to fail on them. */
const bracketLimit = 1_000

function bracketDepth(text: string): number {
  let depth = 0
  let deepest = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth)
    else if (character === '}' || character === ']') depth--
  }
  return deepest
}

function readDocuments(source: SourceText): ParsedText {
  const { documents, errors, brokenLines, brokenFrom } = repair(source)
  const problems = errors.map(({ offset, reason }) =>
    documentProblem('document.syntax', source.place(offset), { reason, advice: adviseOnSyntax(source, offset, reason) }),
  )
  const isBroken = (offset: number) => offset >= brokenFrom || brokenLines.has(source.place(offset).line)
  const roots = documents.flatMap((document) => {
    if (!document.contents) return []
    const root = new Reader(source, problems, isBroken).read(document.contents, 1)
    if (root.kind === 'map') return [root]
    if (errors.length === 0) {
      const found = root.kind === 'list' ? 'a list' : 'a single value'
      problems.push(documentProblem('document.not-a-map', source.place(root.range[0]), { found }))
    }
    return []
  })
  return { roots, problems, isBroken }
}

/** Turns the tree of the YAML library into ours, and reports what the language leaves out. */
class Reader {
  readonly source: SourceText
  readonly problems: Problem[]
  readonly isBroken: ParsedText['isBroken']
  #tooDeep = false

  constructor(source: SourceText, problems: Problem[], isBroken: ParsedText['isBroken']) {
    this.source = source
    this.problems = problems
    this.isBroken = isBroken
  }

  read(node: Node | null, depth: number, fallback: number = 0): DocumentNode {
    if (!node) return this.isBroken(fallback) ? this.unread([fallback, fallback]) : this.scalar(null, [fallback, fallback], 'plain')
    const range: Range = node.range ? [node.range[0], node.range[1]] : [fallback, fallback]
    if (depth > documentLimits.depth) {
      if (!this.#tooDeep) this.report('document.too-deep', range[0], { limit: documentLimits.depth })
      this.#tooDeep = true
      return this.unread(range)
    }
    if (isAlias(node)) {
      this.report('document.alias', range[0], { text: `*${(node as Alias).source}` })
      return this.unread(range)
    }
    const isAnchored = (isScalar(node) || isCollection(node)) && node.anchor !== undefined
    if (isAnchored) this.report('document.alias', range[0], { text: `&${node.anchor}` })
    const isTagged = node.tag !== undefined && !isPlainTag(node, this.source)
    if (isTagged) this.report('document.tag', range[0], { tag: writtenTag(node.tag!) })
    if (isMap(node)) return { kind: 'map', source: this.source, range, entries: this.readEntries(node.items as YamlPair[], depth) }
    if (isSeq(node))
      return {
        kind: 'list',
        source: this.source,
        range,
        items: node.items.map((item) => this.read(item as Node | null, depth + 1, range[0])),
      }
    const scalar = this.readScalar(node as Scalar, range)
    const isUnread = isAnchored || isTagged || (range[0] === range[1] && this.isBroken(range[0]))
    return isUnread ? { ...scalar, isUnread } : scalar
  }

  private readEntries(pairs: readonly YamlPair[], depth: number): Entry[] {
    const seen = new Map<string, number>()
    return pairs.flatMap((pair) => {
      const key = pair.key
      if (!isScalar(key) || key.value === null || typeof key.value === 'object') {
        this.report('document.key-not-text', key?.range?.[0] ?? 0, {})
        return []
      }
      const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
      const keyRange: Range = [key.range![0], key.range![1]]
      if (key.anchor) this.report('document.alias', keyRange[0], { text: `&${key.anchor}` })
      if (name === '<<') {
        this.report('document.merge-key', keyRange[0], {})
        return []
      }
      const first = seen.get(name)
      if (first !== undefined) {
        this.report('document.duplicate-key', keyRange[0], { key: name, firstLine: this.source.place(first).line })
        return []
      }
      seen.set(name, keyRange[0])
      return [{ key: name, keyRange, source: this.source, value: this.read(pair.value, depth + 1, keyRange[1]) }]
    })
  }

  private readScalar(node: Scalar, range: Range): ScalarNode {
    const { value } = node
    if (typeof value === 'number' && node.source !== undefined && digitsAreLost(node.source, value))
      this.report('document.digits-lost', range[0], { text: node.source, value })
    const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
    return this.scalar(plain, range, styles[node.type as keyof typeof styles] ?? 'plain', node.comment ?? undefined)
  }

  private unread(range: Range): ScalarNode {
    return { kind: 'scalar', source: this.source, range, value: null, style: 'plain', isUnread: true }
  }

  private scalar(value: string | number | boolean | null, range: Range, style: ScalarStyle, comment?: string): ScalarNode {
    return { kind: 'scalar', source: this.source, range, value, style, ...(comment !== undefined && { comment }) }
  }

  private report(code: Parameters<typeof documentProblem>[0], offset: number, parameters: Record<string, unknown>): void {
    this.problems.push(documentProblem(code, this.source.place(offset), parameters as never))
  }
}

interface YamlPair {
  key: Node | null
  value: Node | null
}

const styles = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
} as const

/** The library marks some resolved nodes with a tag that nobody wrote. */
function isPlainTag(node: Node, source: SourceText): boolean {
  const before = source.text.slice(Math.max(0, node.range![0] - 200), node.range![0])
  return !/(^|[\s,[{:-])!\S*\s*$/.test(before)
}

/** The library writes the tags of YAML itself out in full. */
function writtenTag(tag: string): string {
  return tag.replace(/^tag:yaml\.org,2002:/, '!!')
}

function digitsAreLost(written: string, value: number): boolean {
  if (/^[-+]?0\d/.test(written)) return true
  return /^[-+]?\d+$/.test(written) && BigInt(written.replace(/^\+/, '')) !== BigInt(Number.isFinite(value) ? value : 0)
}
