import type { Clock } from '../../clock.ts'

const threshold = 5
const firstRestMs = 15_000
const longestRestMs = 5 * 60_000

/** Leaves a system that does not answer alone for a while. After the rest one request tries; the others wait for what becomes of it. */
export interface CircuitBreaker {
  /** @returns for how many milliseconds the circuit stays open still; 0 when a request may leave */
  restMs(): number
  failures(): number
  succeeded(): void
  failed(): void
  /** The request that was let through said nothing about the system: another may try. */
  undecided(): void
}

export function createCircuitBreaker(clock: Clock): CircuitBreaker {
  let failures = 0
  let opensAgainAt = 0
  let isProbing = false
  return {
    restMs() {
      if (failures < threshold) return 0
      if (clock.now() < opensAgainAt) return opensAgainAt - clock.now()
      if (isProbing) return firstRestMs
      isProbing = true
      return 0
    },
    failures: () => failures,
    succeeded() {
      failures = 0
      isProbing = false
    },
    failed() {
      failures++
      isProbing = false
      if (failures >= threshold) opensAgainAt = clock.now() + Math.min(longestRestMs, firstRestMs * 2 ** (failures - threshold))
    },
    undecided() {
      isProbing = false
    },
  }
}
