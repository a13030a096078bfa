/**
 * The cookie that carries a session. Cookies are shared by all ports of a host, so the port is part of the name:
 * two servers on one machine do not sign each other out.
 */
export interface SessionCookie {
  /** The session that a request's `Cookie` header carries. */
  read(header: string | undefined): string | undefined
  /** `Set-Cookie` that keeps a session for as long as the browser is open. */
  write(session: string): string
  /** `Set-Cookie` that forgets it. */
  clear(): string
}

export function sessionCookie(port: number, isHttps: boolean): SessionCookie {
  const name = `fieldloom-${port}`
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isHttps ? '; Secure' : ''}`
  return {
    read(header) {
      for (const pair of header?.split(';') ?? []) {
        const [key, value] = pair.trim().split('=', 2)
        if (key === name) return value
      }
      return undefined
    },
    write: (session) => `${name}=${session}; ${attributes}`,
    clear: () => `${name}=; ${attributes}; Max-Age=0`,
  }
}
