import type { Place } from '../problem.ts'
import type { ScalarNode } from './node.ts'

/**
 * Where a character of a scalar's value stands in the document: folding, escapes and indentation lie between the two.
 * @param index of a character in the value, 0 to its length
 * @returns the offset in the source text
 */
export function sourceOffset(node: ScalarNode, index: number): number {
  const value = String(node.value)
  const offsets = align(node, value)
  return offsets[Math.max(0, Math.min(index, value.length))] ?? node.range[0]
}

/** The character of a scalar's value that stands at an offset in the source text, or the next one behind it. */
export function valueIndex(node: ScalarNode, offset: number): number {
  const value = String(node.value)
  const index = align(node, value).findIndex((each) => each >= offset)
  return index < 0 ? value.length : index
}

/** The place of a character of a value: in the document, and in the value itself. */
export function placeInScalar(node: ScalarNode, index: number): Place {
  if (node.made) {
    const { from, offset } = node.made
    return placeInScalar(from, Math.max(0, Math.min(index - offset, String(from.value).length)))
  }
  const before = String(node.value).slice(0, index)
  const line = before.split('\n').length
  const column = index - before.lastIndexOf('\n')
  return { ...node.source.place(sourceOffset(node, index)), expression: { line, column } }
}

/** The offset in the source of every character of the value, and of its end. */
function align(node: ScalarNode, value: string): number[] {
  const { text } = node.source
  const [start, end] = node.range
  if (node.style === 'literal' || node.style === 'folded') return alignBlock(text, start, end, value)
  const quoted = node.style !== 'plain'
  const offsets: number[] = []
  let at = start + (quoted ? 1 : 0)
  for (const character of splitUnits(value)) {
    if (node.style === 'double' && text[at] === '\\') {
      offsets.push(at)
      at = afterEscape(text, at)
    } else if (node.style === 'single' && text.startsWith("''", at)) {
      offsets.push(at)
      at += 2
    } else if ((character === ' ' || character === '\n') && isFold(text, at)) {
      offsets.push(at)
      at = afterFold(text, at, character)
    } else {
      offsets.push(at)
      at++
    }
  }
  offsets.push(Math.min(at, end))
  return offsets
}

function alignBlock(text: string, start: number, end: number, value: string): number[] {
  const header = text.indexOf('\n', start)
  const body = header < 0 ? end : header + 1
  const indent = indentOf(text, body, end)
  const offsets: number[] = []
  let at = Math.min(body + indent, end)
  for (const character of splitUnits(value)) {
    while (text[at] === '\r') at++
    offsets.push(Math.min(at, end))
    if (text[at] === '\n') {
      at++
      // A folded block gives one space or line break for a run of line ends.
      if (character === ' ') at += /^\n*/.exec(text.slice(at))![0].length
      if (text[at] !== '\n') at += Math.min(indent, countSpaces(text, at))
    } else at++
  }
  offsets.push(Math.min(at, end))
  return offsets
}

function indentOf(text: string, body: number, end: number): number {
  for (let line = body; line < end;) {
    const spaces = countSpaces(text, line)
    const next = text[line + spaces]
    if (next !== '\n' && next !== '\r' && next !== undefined) return spaces
    const lineEnd = text.indexOf('\n', line)
    if (lineEnd < 0) break
    line = lineEnd + 1
  }
  return 0
}

function countSpaces(text: string, at: number): number {
  let count = 0
  while (text[at + count] === ' ') count++
  return count
}

function isFold(text: string, at: number): boolean {
  return /^[ \t]*\r?\n/.test(text.slice(at, at + 200))
}

/** Behind the line ends that a fold made one space, or one line break, of. */
function afterFold(text: string, at: number, character: string): number {
  const run = /^[ \t]*(?:\r?\n[ \t]*)+/.exec(text.slice(at))?.[0] ?? ''
  if (character === ' ') return at + run.length
  // Each further line break of the value is one line end of the run.
  const first = /^[ \t]*\r?\n/.exec(run)?.[0] ?? ''
  const rest = run.slice(first.length)
  return /\n/.test(rest)
    ? at + first.length + (/^[ \t]*(?=\r?\n)/.exec(rest)?.[0].length ?? 0) + (countLineEnds(rest) === 1 ? rest.length : 0)
    : at + run.length
}

function countLineEnds(text: string): number {
  return text.split('\n').length - 1
}

function afterEscape(text: string, at: number): number {
  const lengths: Record<string, number> = { x: 4, u: 6, U: 10 }
  const kind = text[at + 1] ?? ''
  if (kind === '\n') return at + (/^\\\n[ \t]*/.exec(text.slice(at))?.[0].length ?? 2)
  return at + (lengths[kind] ?? 2)
}

function splitUnits(value: string): string[] {
  return value.split('')
}
