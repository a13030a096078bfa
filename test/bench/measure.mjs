/** Seconds of processor time that this process has used, all threads together. */
function cpuSeconds() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** What came out last: a result that nobody looks at would not have to be made. */
export let latest

async function timed(run, times) {
  const start = cpuSeconds()
  for (let count = 0; count < times; count++) {
    latest = run(count)
    if (latest instanceof Promise) latest = await latest
  }
  return cpuSeconds() - start
}

/** Long enough for the compilers of the engine to be done: their threads count as well. */
const enough = 1.5

/** How often to run something so that one slice of it takes about `seconds`. */
async function timesFor(run, seconds) {
  let times = 1
  for (;;) {
    const taken = await timed(run, times)
    if (taken > seconds / 4) return Math.max(1, Math.round((times * seconds) / taken))
    times = taken > 0 ? Math.ceil(times * Math.min(10, seconds / 2 / taken)) : times * 10
  }
}

export function median(numbers) {
  const sorted = [...numbers].sort((left, right) => left - right)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

export function geometricMean(numbers) {
  return Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length)
}

/**
 * Runs variants in turns, slice by slice, so that whatever else the machine does meets them all alike, and gives seconds of processor
 * time for one run of each: the median over the rounds.
 */
export async function measure(variants, { rounds = 7, sliceSeconds = 0.15, warmUpSeconds = enough } = {}) {
  const names = Object.keys(variants)
  const times = {}
  for (const name of names) await timed(variants[name], await timesFor(variants[name], warmUpSeconds))
  for (const name of names) times[name] = await timesFor(variants[name], sliceSeconds)
  const taken = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const name of names) taken[name].push((await timed(variants[name], times[name])) / times[name])
  return Object.fromEntries(names.map((name) => [name, median(taken[name])]))
}
