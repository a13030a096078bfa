import type { Clock } from '../../clock.ts'

/** How much a system grants one identity. */
export interface PaceLimits {
  /** Requests in progress at the same time. */
  readonly concurrent: number
  /** Requests begun within `windowMs`. */
  readonly requests: number
  readonly windowMs: number
}

/** Keeps an identity within its limits, so that the system need not refuse: a request waits for its turn before it leaves. */
export interface Pace {
  /** Waits for a turn. @returns gives the place back; it may be called twice */
  enter(signal?: AbortSignal): Promise<() => void>
  /** Nobody begins before then: the system said so. */
  restUntil(time: number): void
}

interface Waiting {
  grant(): void
}

/** The pace of one process. Turns are given in the order in which they were asked for. */
export function createPace(limits: PaceLimits, clock: Clock): Pace {
  // A ring of the last beginnings: its oldest entry says when the next may begin.
  const begun = new Float64Array(limits.requests).fill(Number.NEGATIVE_INFINITY)
  let oldest = 0
  let running = 0
  let restsUntil = 0
  const queue: Waiting[] = []
  let timer: AbortController | undefined

  function waitMs(): number {
    return Math.max(restsUntil, begun[oldest]! + limits.windowMs) - clock.now()
  }

  function proceed(): void {
    while (queue.length > 0 && running < limits.concurrent && waitMs() <= 0) {
      begun[oldest] = clock.now()
      oldest = (oldest + 1) % limits.requests
      running++
      queue.shift()!.grant()
    }
    if (queue.length > 0 && running < limits.concurrent) wake(waitMs())
  }

  /** One timer at most: it looks again when it ends, however the reason to wait has changed meanwhile. */
  function wake(ms: number): void {
    if (timer) return
    timer = new AbortController()
    const ended = (): void => {
      timer = undefined
      proceed()
    }
    clock.sleep(ms, timer.signal).then(ended, ended)
  }

  function release(): () => void {
    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      running--
      proceed()
    }
  }

  return {
    enter: (signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error)
        const waiting: Waiting = {
          grant() {
            signal?.removeEventListener('abort', aborted)
            resolve(release())
          },
        }
        function aborted(): void {
          queue.splice(queue.indexOf(waiting), 1)
          if (queue.length === 0) timer?.abort()
          reject(signal!.reason as Error)
        }
        signal?.addEventListener('abort', aborted, { once: true })
        queue.push(waiting)
        proceed()
      }),
    restUntil(time) {
      restsUntil = Math.max(restsUntil, time)
    },
  }
}
