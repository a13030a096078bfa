import { X509Certificate, createHash, createPrivateKey } from 'node:crypto'
import {
  type AuthenticationResult,
  ConfidentialClientApplication,
  CryptoProvider,
  type Configuration,
  PublicClientApplication,
} from '@azure/msal-node'
import { ProblemError } from '../../../engine/index.ts'
import type { Clock } from '../../clock.ts'
import type { Authorisation, EntraIdentity, RequestEvent } from '../../connectors/connector.ts'
import { type HttpClient, createHttpClient, createPace } from '../../connectors/http.ts'
import { authProblem } from '../problems.ts'
import type { SealedStore } from '../sealed-store.ts'
import { msalCache } from './msal-cache.ts'
import { msalNetwork } from './msal-network.ts'
import { refusedTokenProblem, signInNeeded, tokenProblem } from './refusals.ts'

export interface EntraSettings {
  readonly clock: Clock
  readonly store: SealedStore
  secret(reference: string): string
  readonly log?: (event: RequestEvent) => void
  readonly random?: () => number
}

export interface Entra {
  /** Tokens for an identity: fetched when needed, kept in memory and sealed in the store. */
  authorisation(identity: EntraIdentity): Authorisation
  /** The page on which a person signs in and consents, and comes back from to `redirectUri` with `state` and `code`. */
  beginSignIn(identity: EntraIdentity, redirectUri: string): Promise<{ url: string; state: string }>
  /** @returns who signed in, for people to see */
  completeSignIn(identity: EntraIdentity, answer: SignInAnswer): Promise<{ user: string }>
  /** Forgets the tokens of a signed-in user. */
  signOut(identity: EntraIdentity): Promise<void>
  close(): Promise<void>
}

/** The query of the address that a person comes back to. */
export interface SignInAnswer {
  readonly state?: string
  readonly code?: string
  readonly error?: string
  readonly error_description?: string
}

interface PendingSignIn {
  readonly verifier: string
  readonly nonce: string
  readonly redirectUri: string
  readonly identity: string
  readonly until: number
}

type Application = ConfidentialClientApplication | PublicClientApplication

const signInMs = 10 * 60_000
/** So long before its end a token is not used any more: a request may wait for its turn. */
const marginMs = 5 * 60_000

export function createEntra(settings: EntraSettings): Entra {
  const { clock, store } = settings
  const clients = new Map<string, HttpClient>()
  const crypto = new CryptoProvider()

  /** One client for each authority and its certificate, with the pace of one who asks politely. */
  function httpFor({ authority, ca }: EntraIdentity): HttpClient {
    const key = `${authority} ${ca ?? ''}`
    let http = clients.get(key)
    if (!http)
      clients.set(
        key,
        (http = createHttpClient({
          connection: new URL(authority).host,
          clock,
          pace: createPace({ concurrent: 4, requests: 200, windowMs: 60_000 }, clock),
          readDeadlineMs: 30_000,
          writeDeadlineMs: 30_000,
          ...(ca !== undefined && { ca: settings.secret(ca) }),
          ...(settings.log && { log: settings.log }),
          ...(settings.random && { random: settings.random }),
        })),
      )
    return http
  }

  /**
   * Lets the library work, and turns what it throws into a problem. It is made anew for each use: a changed secret counts at once,
   * and its own memory would outlive a sign-out.
   */
  async function use<Result>(identity: EntraIdentity, work: (application: Application) => Promise<Result>): Promise<Result> {
    const { authority, tenant, clientId } = identity
    const proof = proofOf(identity)
    let failure: unknown
    const configuration: Configuration = {
      auth: { clientId, authority: `${authority.replace(/\/+$/, '')}/${tenant}`, knownAuthorities: [new URL(authority).host], ...proof },
      cache: { cachePlugin: msalCache(store, cacheName(identity)) },
      system: { networkClient: msalNetwork(httpFor(identity), (error) => (failure = error)), disableInternalRetries: true },
    }
    try {
      return await work(proof ? new ConfidentialClientApplication(configuration) : new PublicClientApplication(configuration))
    } catch (thrown) {
      const error = failure ?? thrown
      throw error instanceof ProblemError ? error : new ProblemError(tokenProblem(identity, error))
    }
  }

  function proofOf({ secret, certificate }: EntraIdentity): Pick<Configuration['auth'], 'clientSecret' | 'clientCertificate'> | undefined {
    if (certificate !== undefined) return { clientCertificate: readCertificate(certificate, settings.secret(certificate)) }
    return secret === undefined ? undefined : { clientSecret: settings.secret(secret) }
  }

  async function fetchToken(identity: EntraIdentity, isRefused: boolean): Promise<AuthenticationResult> {
    const scopes = [identity.scope]
    return use(identity, async (application) => {
      if (!identity.user) {
        const result = await (application as ConfidentialClientApplication).acquireTokenByClientCredential({ scopes, skipCache: isRefused })
        if (!result) throw new ProblemError(tokenProblem(identity, {}))
        return result
      }
      const [account] = await application.getTokenCache().getAllAccounts()
      if (!account) throw new ProblemError(signInNeeded(identity, 'Nobody has signed in yet.'))
      return application.acquireTokenSilent({ account, scopes, forceRefresh: isRefused })
    })
  }

  function authorisation(identity: EntraIdentity): Authorisation {
    let token: { value: string; until: number } | undefined
    let fetching: Promise<string> | undefined

    async function fetch(isRefused: boolean): Promise<string> {
      const { accessToken, expiresOn } = await fetchToken(identity, isRefused)
      token = { value: accessToken, until: (expiresOn?.getTime() ?? clock.now()) - marginMs }
      return accessToken
    }

    return {
      async header(refused) {
        const isRefused = refused !== undefined && refused === `Bearer ${token?.value ?? ''}`
        if (token && !isRefused && clock.now() < token.until) return `Bearer ${token.value}`
        // However many requests wait for it, a token is asked for once.
        fetching ??= fetch(isRefused).finally(() => (fetching = undefined))
        return `Bearer ${await fetching}`
      },
      whyRefused: (host) => refusedTokenProblem(identity, token?.value ?? '', host),
    }
  }

  async function beginSignIn(identity: EntraIdentity, redirectUri: string): Promise<{ url: string; state: string }> {
    const { verifier, challenge } = await crypto.generatePkceCodes()
    const [state, nonce] = [crypto.createNewGuid(), crypto.createNewGuid()]
    const pending: PendingSignIn = { verifier, nonce, redirectUri, identity: cacheName(identity), until: clock.now() + signInMs }
    const url = await use(identity, (application) =>
      application.getAuthCodeUrl({
        scopes: [identity.scope],
        redirectUri,
        state,
        nonce,
        codeChallenge: challenge,
        codeChallengeMethod: 'S256',
        prompt: 'select_account',
      }),
    )
    await store.update(signInName(state), () => JSON.stringify(pending))
    return { url, state }
  }

  async function completeSignIn(identity: EntraIdentity, answer: SignInAnswer): Promise<{ user: string }> {
    const pending = await takePending(answer.state ?? '')
    if (!pending || pending.until < clock.now() || pending.identity !== cacheName(identity))
      throw new ProblemError(authProblem('identity.sign-in-expired', {}, {}))
    if (answer.code === undefined)
      throw new ProblemError(tokenProblem(identity, { errorCode: answer.error, errorMessage: answer.error_description }))
    const { code } = answer
    const result = await use(identity, (application) =>
      application.acquireTokenByCode({
        scopes: [identity.scope],
        redirectUri: pending.redirectUri,
        code,
        codeVerifier: pending.verifier,
        nonce: pending.nonce,
      }),
    )
    return { user: result.account?.username ?? '' }
  }

  /** Used up by the first who comes back with it. */
  async function takePending(state: string): Promise<PendingSignIn | undefined> {
    let pending: PendingSignIn | undefined
    await store.update(signInName(state), (current) => {
      if (current !== undefined) pending = JSON.parse(current) as PendingSignIn
      return undefined
    })
    return pending
  }

  return {
    authorisation,
    beginSignIn,
    completeSignIn,
    signOut: (identity) => store.update(cacheName(identity), () => undefined),
    async close() {
      await Promise.all([...clients.values()].map((http) => http.close()))
    },
  }
}

function readCertificate(reference: string, pem: string): { privateKey: string; thumbprintSha256: string } {
  try {
    const privateKey = createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }).toString()
    return { privateKey, thumbprintSha256: createHash('sha256').update(new X509Certificate(pem).raw).digest('hex') }
  } catch {
    throw new ProblemError(authProblem('identity.certificate-invalid', {}, { reference }))
  }
}

/** One cache for each identity: who asks as another has no business with its tokens. */
function cacheName({ authority, tenant, clientId, user, connection }: EntraIdentity): string {
  return `entra ${authority} ${tenant} ${clientId}${user ? ` ${connection}` : ''}`
}

function signInName(state: string): string {
  return `sign-in ${state}`
}
