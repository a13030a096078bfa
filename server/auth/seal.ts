import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** Encrypts text so that it can stand in a file or a table. */
export interface Seal {
  /** @param label what the text is for: it opens under the same label only, so that nobody can swap two of them */
  seal(text: string, label: string): string
  /** The text; undefined where it was sealed with a key that is not there, under another label, or changed since. */
  open(sealed: string, label: string): string | undefined
}

const version = 'v1'

/**
 * AES-256-GCM. The first key seals, all of them open: a key is changed by putting a new one in front.
 * @param keys 32 bytes each
 */
export function createSeal(keys: readonly Buffer[]): Seal {
  const ring = keys.map((key) => ({ key, id: createHash('sha256').update(key).digest('base64url').slice(0, 8) }))
  const [current] = ring
  if (!current || keys.some(({ length }) => length !== 32)) throw new Error('a key for sealing has 32 bytes')
  return {
    seal(text, label) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(Buffer.from(label))
      const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return [version, current.id, ...[nonce, cipher.getAuthTag(), data].map((part) => part.toString('base64url'))].join('.')
    },
    open(sealed, label) {
      const [given, id, nonce = '', tag = '', data = ''] = sealed.trim().split('.')
      const entry = ring.find((each) => each.id === id)
      if (given !== version || !entry) return undefined
      try {
        const decipher = createDecipheriv('aes-256-gcm', entry.key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 })
        decipher.setAAD(Buffer.from(label)).setAuthTag(Buffer.from(tag, 'base64url'))
        return Buffer.concat([decipher.update(Buffer.from(data, 'base64url')), decipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}
