import { generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto'
import { isObject } from '../contract/deserialize.ts'

export type Claims = Readonly<Record<string, unknown>>

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Signs and checks the tokens of one authority. */
export class TokenSigner {
  readonly #privateKey: KeyObject
  readonly #publicKey: KeyObject
  readonly keyId = 'fieldloom-sandbox'

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    this.#privateKey = privateKey
    this.#publicKey = publicKey
  }

  sign(claims: Claims): string {
    const text = `${encode({ typ: 'JWT', alg: 'RS256', kid: this.keyId })}.${encode(claims)}`
    return `${text}.${sign('sha256', Buffer.from(text), this.#privateKey).toString('base64url')}`
  }

  /** @returns the claims; undefined where the token is not one of ours */
  read(token: string): Claims | undefined {
    const [head = '', body = '', signature = ''] = token.split('.')
    try {
      const isOurs = verify('sha256', Buffer.from(`${head}.${body}`), this.#publicKey, Buffer.from(signature, 'base64url'))
      const claims: unknown = isOurs ? JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) : undefined
      return isObject(claims) ? claims : undefined
    } catch {
      return undefined
    }
  }

  /** The public key as it stands in the authority's key set. */
  get jwk(): object {
    return { ...this.#publicKey.export({ format: 'jwk' }), kid: this.keyId, use: 'sig', alg: 'RS256' }
  }
}
