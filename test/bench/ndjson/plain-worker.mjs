// A thread that parses each line and writes it again: what any way of mapping lines has to do besides.
import { linesOf } from '../../../dist/engine/pool/map-block.js'

export default function parseAndSerialise({ request, progress }) {
  const block = Buffer.from(request.bytes)
  let output = ''
  let records = 0
  for (const { start, end } of linesOf(block)) {
    Atomics.add(progress, 0, 1)
    output += `${JSON.stringify({ record: JSON.parse(block.toString('utf8', start, end)), problems: [] })}\n`
    records++
  }
  Atomics.store(progress, 1, 1)
  return { value: { bytes: new TextEncoder().encode(output), records, failed: 0 } }
}
