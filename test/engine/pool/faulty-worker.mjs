// The worker as it ships, with two faults added that compiled mappings are not able to: a record that never ends, and one that eats memory.
import evaluate from '../../../dist/engine/pool/worker.js'

export default function faulty(task) {
  const { request } = task
  const text = 'bytes' in request ? Buffer.from(request.bytes).toString() : JSON.stringify(request)
  if (text.includes('"hang"')) for (Atomics.add(task.progress, 0, 1); ;);
  if (text.includes('"bloat"')) for (const kept = []; ;) kept.push(Array.from({ length: 300_000 }, Math.random))
  return evaluate(task)
}
