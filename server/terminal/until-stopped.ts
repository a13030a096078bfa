/** How often a process that npm started looks whether npm is still there. */
const everyMs = 500

/** Resolves at Ctrl-C, at a polite kill, or when the npm that started it has gone; a second Ctrl-C ends the process at once. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearInterval(watch)
      resolve()
    }
    const watch = setInterval(() => isOrphan() && end(), everyMs).unref()
    process.once('SIGINT', end)
    process.once('SIGTERM', end)
  })
}

const parent = process.ppid

/** A kill of `npm run` reaches npm and its shell, not what they have started. */
function isOrphan(): boolean {
  return process.env['npm_lifecycle_event'] !== undefined && process.ppid !== parent
}
