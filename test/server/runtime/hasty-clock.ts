import type { Clock } from '../../../server/clock.ts'

/** Sleeps that are deadlines of requests, which never come here; any other is a pause before another attempt. */
const isDeadline = (ms: number): boolean => ms === 15_000 || ms >= 60_000

/** A clock that goes on at once whenever somebody pauses. */
export class HastyClock implements Clock {
  #now = Date.parse('2026-03-10T12:00:00Z')
  /** The pauses, in the order in which they were made. */
  readonly paused: number[] = []

  now(): number {
    return this.#now
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (!isDeadline(ms)) {
      this.paused.push(ms)
      this.#now += ms
      return Promise.resolve()
    }
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))
  }
}
