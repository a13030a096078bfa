/** What the online service allows one user. */
export interface Limits {
  /** Requests in `windowMs`; over it 429. No limit where it is missing. */
  requests?: number
  windowMs: number
  /** So many are processed at once … */
  concurrent: number
  /** … and so many wait; the next gets 429. */
  queued: number
}

export const onlineLimits: Limits = { requests: 6_000, windowMs: 300_000, concurrent: 5, queued: 95 }

interface User {
  /** Times of the requests in the window, oldest first. */
  times: number[]
  active: number
  waiting: (() => void)[]
}

/** Counts the requests of each user in a sliding window, and lets five of them run at once. */
export class Throttle {
  readonly #users = new Map<string, User>()
  readonly #clock: () => Date
  limits: Limits

  constructor(limits: Limits, clock: () => Date) {
    this.limits = limits
    this.#clock = clock
  }

  /**
   * Waits for a turn.
   * @returns what gives the turn back; undefined where the user has asked too much
   */
  async enter(name: string): Promise<(() => void) | undefined> {
    const user = this.#user(name)
    const now = this.#clock().getTime()
    while (user.times[0] !== undefined && user.times[0] <= now - this.limits.windowMs) user.times.shift()
    if (this.limits.requests !== undefined && user.times.length >= this.limits.requests) return undefined
    if (user.active >= this.limits.concurrent && user.waiting.length >= this.limits.queued) return undefined
    if (this.limits.requests !== undefined) user.times.push(now)
    if (user.active >= this.limits.concurrent) await new Promise<void>((resolve) => user.waiting.push(resolve))
    else user.active += 1
    return () => {
      const next = user.waiting.shift()
      if (next) next()
      else user.active -= 1
    }
  }

  #user(name: string): User {
    let user = this.#users.get(name)
    if (!user) this.#users.set(name, (user = { times: [], active: 0, waiting: [] }))
    return user
  }
}
