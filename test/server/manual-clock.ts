import type { Clock } from '../../server/clock.ts'

interface Sleeper {
  readonly until: number
  wake(): void
}

/** A clock that stands still until it is told to go on. */
export class ManualClock implements Clock {
  #now: number
  #sleepers: Sleeper[] = []
  #onSleep: (() => void)[] = []
  /** How long each sleep was to be, in the order in which they began. */
  readonly slept: number[] = []

  constructor(now = Date.parse('2026-03-10T12:00:00Z')) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.slept.push(ms)
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error)
      const sleeper = { until: this.#now + ms, wake: resolve }
      this.#sleepers.push(sleeper)
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((each) => each !== sleeper)
        reject(signal.reason as Error)
      })
      for (const told of this.#onSleep.splice(0)) told()
    })
  }

  /** Goes on by a time and wakes whoever is due, the earliest first. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const due = this.#sleepers.filter(({ until }) => until <= end).sort((a, b) => a.until - b.until)[0]
      if (!due) break
      this.#now = Math.max(this.#now, due.until)
      this.#sleepers = this.#sleepers.filter((each) => each !== due)
      due.wake()
    }
    this.#now = end
  }

  /** Waits until somebody sleeps for at least so long (and for less than a bound), then goes on to the end of that sleep. */
  async skipSleep(atLeastMs = 0, lessThanMs = Number.POSITIVE_INFINITY): Promise<void> {
    for (;;) {
      const due = this.#sleepers
        .filter(({ until }) => until - this.#now >= atLeastMs && until - this.#now < lessThanMs)
        .sort((a, b) => a.until - b.until)[0]
      if (due) return this.advance(due.until - this.#now)
      await new Promise<void>((resolve) => this.#onSleep.push(resolve))
    }
  }
}
