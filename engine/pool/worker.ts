import { move, transferableSymbol, valueSymbol } from 'piscina'
import { Recent } from '../recent.ts'
import { type FlowQuestion, type PackedFlow, openPackedFlow } from './flow-program.ts'
import { type LineBlock, type MappedBlock, mapBlock } from './map-block.ts'
import { type MappingProgram, openMappingProgram } from './mapping-program.ts'

/** What a thread can be asked to run. */
export type Program = MappingProgram | PackedFlow

/** What it is asked: a block of records for a mapping, a question for a flow. */
export type Request = LineBlock | FlowQuestion

export interface Task {
  /** Digest of the program: a thread compiles it once. */
  readonly program: string
  /** The program itself, for a thread that does not know it yet. */
  readonly source?: Program
  readonly request: Request
  /** Raised before the first record and before each one: whoever waits sees that something moves. */
  readonly progress: Int32Array
}

/** The answer, or that the program has to be sent along. */
export type Answer = { readonly value: unknown } | 'unknown program'

type Opened = (request: Request, advance: () => void) => unknown

/** A flow takes some megabytes once it has run, and the thread has 128 for all of them and their records. */
const opened = new Recent<string, Opened>(8)

/** What runs in a thread of the pool. It has no environment, and nothing in it opens files or connections. */
export default function evaluate({ program, source, request, progress }: Task): unknown {
  let run = opened.get(program)
  if (!run) {
    if (!source) return 'unknown program' satisfies Answer
    run = opened.set(program, open(source))
  }
  const advance = () => void Atomics.add(progress, 0, 1)
  advance()
  const value = run(request, advance)
  Atomics.store(progress, 1, 1)
  const answer: Answer = { value }
  if (!('bytes' in request)) return answer
  // The bytes change hands instead of being copied.
  return move({ [transferableSymbol]: [(value as MappedBlock).bytes.buffer], [valueSymbol]: answer } as never)
}

function open(program: Program): Opened {
  if (program.kind === 'flow') {
    const answer = openPackedFlow(program)
    return (question) => answer(question as FlowQuestion)
  }
  const mapping = openMappingProgram(program)
  return (block, advance) => mapBlock(mapping, block as LineBlock, advance)
}
