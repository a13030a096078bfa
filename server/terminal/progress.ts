import type { Terminal } from './terminal.ts'

/** Often enough to see that it moves, seldom enough to cost nothing. */
const everyMs = 200

/** One line on a terminal that counts records; silent where messages go into a file. */
export class Progress {
  readonly #terminal: Terminal
  readonly #startedAt = performance.now()
  #count = 0
  #shownAt = 0

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  advance(failed: number, by = 1): void {
    this.#count += by
    const now = performance.now()
    if (this.#terminal.messages.isTTY !== true || now - this.#shownAt < everyMs) return
    this.#shownAt = now
    this.#show(failed, now)
  }

  end(failed: number): void {
    if (this.#terminal.messages.isTTY !== true) return
    this.#show(failed, performance.now())
    this.#terminal.messages.write('\n')
  }

  #show(failed: number, now: number): void {
    const seconds = (now - this.#startedAt) / 1_000
    const rate = seconds > 0 ? Math.round(this.#count / seconds) : 0
    const problems = failed > 0 ? `, ${failed} with problems` : ''
    this.#terminal.messages.write(`\r\u001B[K${this.#count.toLocaleString('en')} records, ${rate.toLocaleString('en')} a second${problems}`)
  }
}
