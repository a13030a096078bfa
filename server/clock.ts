/** Time as the server sees it, so that tests can set it and every delay runs on it. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number
  /** Resolves after a time; rejects with the signal's reason when that comes first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      const timer = setTimeout(done, ms)
      signal?.addEventListener('abort', aborted, { once: true })
      function done(): void {
        signal?.removeEventListener('abort', aborted)
        resolve()
      }
      function aborted(): void {
        clearTimeout(timer)
        reject(signal!.reason as Error)
      }
    }),
}
