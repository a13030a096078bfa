import type { Authorisation } from '../connector.ts'
import { httpProblem } from './problems.ts'

/** A bearer token that somebody else keeps fresh. @param token read anew for each request */
export function bearerToken(connection: string, token: () => string): Authorisation {
  return {
    header: async () => `Bearer ${token()}`,
    whyRefused: (host) =>
      httpProblem(
        'identity.credentials-refused',
        {},
        {
          host,
          connection,
          reason: 'The token has expired, or is meant for another service, tenant or environment.',
          advice: 'Put a fresh token for this service where the connection refers to, or let the connection fetch its tokens itself.',
        },
      ),
  }
}

/** A user and a key, as servers on-premises take them. */
export function userAndKey(connection: string, user: string, key: () => string): Authorisation {
  return {
    header: async () => `Basic ${Buffer.from(`${user}:${key()}`).toString('base64')}`,
    whyRefused: (host) =>
      httpProblem(
        'identity.credentials-refused',
        {},
        {
          host,
          connection,
          reason: `User “${user}” or the key is not accepted.`,
          advice:
            'Ask the administrator of the server for the web service access key on the card of this user, and whether the server takes NavUserPassword and the user is enabled. Online such keys ended in October 2022: use Microsoft Entra ID.',
        },
      ),
  }
}

/** Nobody in particular. */
export function anonymous(connection: string): Authorisation {
  return {
    header: async () => undefined,
    whyRefused: (host) =>
      httpProblem(
        'identity.credentials-refused',
        {},
        {
          host,
          connection,
          reason: 'The connection does not say who it is.',
          advice: 'Give it an identity: key `auth` of the connection.',
        },
      ),
  }
}
