/** What an access token says of itself. Read for advice alone: it is the other side that checks tokens. */
export interface Claims {
  readonly audience?: string
  /** It stands for an application, not for a person. */
  readonly isApplication: boolean
  /** Application permissions that an administrator granted. */
  readonly roles: readonly string[]
  readonly tenant?: string
}

export function claimsOf(token: string): Claims | undefined {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>
    const text = (name: string): string | undefined => (typeof claims[name] === 'string' ? claims[name] : undefined)
    const audience = text('aud')
    const tenant = text('tid')
    return {
      ...(audience !== undefined && { audience }),
      ...(tenant !== undefined && { tenant }),
      isApplication: text('idtyp') === 'app' || (claims['scp'] === undefined && text('upn') === undefined),
      roles: Array.isArray(claims['roles']) ? claims['roles'].map(String) : [],
    }
  } catch {
    return undefined
  }
}
