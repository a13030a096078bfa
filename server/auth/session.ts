import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'

/** How long a session lasts without a request, and a link without being opened. */
const sessionIdleMs = 12 * 60 * 60 * 1000
const linkLifeMs = 24 * 60 * 60 * 1000

/**
 * Who may use the workbench: a link that is printed where the server was started opens one session, once.
 * Only hashes of links and sessions are kept, so that a memory dump lets nobody in.
 */
export class Sessions {
  readonly #clock: Pick<Clock, 'now'>
  readonly #links = new Map<string, number>()
  readonly #sessions = new Map<string, number>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** Makes the secret of a link that can be redeemed once. */
  issueLink(): string {
    const secret = newSecret()
    this.#links.set(hashOf(secret), this.#clock.now() + linkLifeMs)
    return secret
  }

  /** Trades a link for a session: its secret, or undefined where the link was used, is too old, or never was. */
  redeem(link: string): string | undefined {
    const key = hashOf(link)
    const expires = this.#links.get(key)
    if (expires === undefined) return undefined
    this.#links.delete(key)
    if (expires < this.#clock.now()) return undefined
    const secret = newSecret()
    this.#sessions.set(hashOf(secret), this.#clock.now() + sessionIdleMs)
    return secret
  }

  /** Whether a session is open; asking keeps it so. */
  isOpen(session: string): boolean {
    const key = hashOf(session)
    const expires = this.#sessions.get(key)
    if (expires === undefined) return false
    const now = this.#clock.now()
    if (expires < now) {
      this.#sessions.delete(key)
      return false
    }
    this.#sessions.set(key, now + sessionIdleMs)
    return true
  }

  end(session: string): void {
    this.#sessions.delete(hashOf(session))
  }
}

function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** The secrets have 256 random bits: there is nothing to guess, so a plain hash and a look-up by it will do. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
