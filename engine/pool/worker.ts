import { move, transferableSymbol, valueSymbol } from 'piscina'
import { type LineBlock, mapBlock } from './map-block.ts'
import type { KeyedMapping } from './map-record.ts'
import { type MappingProgram, openMappingProgram } from './mapping-program.ts'

export interface Task {
  /** Digest of the program: a thread compiles it once. */
  readonly program: string
  /** The program itself, for a thread that does not know it yet. */
  readonly source?: MappingProgram
  readonly block: LineBlock
  /** Raised before the first record and before each one: whoever waits sees that something moves. */
  readonly progress: Int32Array
}

/** More programs than a process has in use; the oldest goes first. */
const mostPrograms = 100
const opened = new Map<string, KeyedMapping>()

/**
 * What runs in a thread of the pool. It has no environment, and nothing in it opens files or connections.
 * @returns the mapped block; nothing, where the program has to be sent along
 */
export default function evaluate({ program, source, block, progress }: Task): unknown {
  let mapping = opened.get(program)
  if (!mapping) {
    if (!source) return undefined
    mapping = openMappingProgram(source)
    if (opened.size >= mostPrograms) opened.delete(opened.keys().next().value!)
    opened.set(program, mapping)
  }
  const advance = () => void Atomics.add(progress, 0, 1)
  advance()
  const mapped = mapBlock(mapping, block, advance)
  Atomics.store(progress, 1, 1)
  // The bytes change hands instead of being copied.
  return move({ [transferableSymbol]: [mapped.bytes.buffer], [valueSymbol]: mapped } as never)
}
