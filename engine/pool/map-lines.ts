import { Readable } from 'node:stream'
import { mappingProblem } from '../mapping/problems.ts'
import { recordLimits } from '../mapping/record-limits.ts'
import { EvaluationKilled, type Evaluator, killedProblem } from './evaluator.ts'
import { type OversizeLine, lineBlocks } from './line-blocks.ts'
import { type LineBlock, type MappedBlock, linesOf, refusedLine } from './map-block.ts'
import type { MappingProgram } from './mapping-program.ts'

/**
 * Maps a record a line to a line each, in their order, in the threads of an evaluator. Only so many blocks are under way that every
 * thread has a next one: the input is read as fast as the result is taken.
 */
export async function* mapLines(evaluator: Evaluator, program: MappingProgram, input: Readable): AsyncGenerator<MappedBlock> {
  const blocks = Readable.from(lineBlocks(input), { objectMode: true, highWaterMark: 1 })
  const mapped = blocks.map((block: LineBlock | OversizeLine) => mapOne(evaluator, program, block), { concurrency: evaluator.workers + 1 })
  try {
    yield* mapped
  } finally {
    // Whoever takes no more results has no use for more input: it may be one that never ends.
    mapped.destroy()
    blocks.destroy()
    input.destroy()
  }
}

async function mapOne(evaluator: Evaluator, program: MappingProgram, block: LineBlock | OversizeLine): Promise<MappedBlock> {
  if ('oversize' in block)
    return refusedLine(
      mappingProblem('source.too-large', { record: `line ${block.line}` }, { bytes: block.oversize, limit: recordLimits.bytes }),
    )
  try {
    return (await evaluator.ask(program, block)) as MappedBlock
  } catch (error) {
    if (!(error instanceof EvaluationKilled)) throw error
    return mapOneByOne(evaluator, program, block)
  }
}

/** A block that took its thread with it, record by record: the one that does it again is refused, the others go on. */
async function mapOneByOne(evaluator: Evaluator, program: MappingProgram, block: LineBlock): Promise<MappedBlock> {
  const bytes = Buffer.from(block.bytes.buffer)
  const results: MappedBlock[] = []
  for (const { line, start, end } of linesOf(bytes)) {
    const one: LineBlock = { bytes: Uint8Array.prototype.slice.call(bytes, start, end), firstLine: block.firstLine + line }
    try {
      results.push((await evaluator.ask(program, one)) as MappedBlock)
    } catch (error) {
      if (!(error instanceof EvaluationKilled)) throw error
      results.push(refusedLine({ ...killedProblem(error, evaluator), at: { record: `line ${one.firstLine}` } }))
    }
  }
  return {
    bytes: Buffer.concat(results.map((result) => result.bytes)),
    records: results.reduce((sum, { records }) => sum + records, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  }
}
