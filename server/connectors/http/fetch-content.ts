import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, isIP } from 'node:net'
import { type Problem, ProblemError } from '../../../engine/index.ts'
import type { Clock } from '../../clock.ts'
import type { RequestEvent, SendOptions } from '../connector.ts'
import { createHttpClient } from '../http.ts'
import { createPace } from './pace.ts'
import { httpProblem } from './problems.ts'

export interface FetchSettings {
  readonly connection: string
  /** `cdn.example`, or `cdn.example:8443`; nothing else is fetched from. */
  readonly hosts: readonly string[]
  readonly clock: Clock
  readonly ca?: string
  readonly log?: (event: RequestEvent) => void
}

export interface ContentFetcher {
  /** The bytes behind an address. Throws a ProblemError, always before anything was sent anywhere else. */
  fetch(url: string, options: SendOptions): Promise<Buffer>
  close(): Promise<void>
}

const maxBytes = 50 * 1024 * 1024
const maxRedirects = 3

/**
 * Fetches files that records refer to. A record may come from anybody, so an address in it leads to allowed hosts only, by https, and
 * not to this machine or its network: that is checked for every redirect, and for the address that a name really has when connecting.
 */
export function createContentFetcher({ connection, hosts, clock, ca, log }: FetchSettings): ContentFetcher {
  const http = createHttpClient({
    connection,
    clock,
    pace: createPace({ concurrent: 4, requests: 600, windowMs: 60_000 }, clock),
    readDeadlineMs: 60_000,
    writeDeadlineMs: 60_000,
    maxAnswerBytes: maxBytes,
    lookup: publicLookup,
    ...(ca !== undefined && { ca }),
    ...(log && { log }),
  })

  function checked(address: string): URL {
    const url = URL.canParse(address) ? new URL(address) : undefined
    const isAllowed = url?.protocol === 'https:' && url.username === '' && hosts.some((host) => `https://${host}` === url.origin)
    if (!url || !isAllowed) throw new ProblemError(refused(url?.host ?? 'an address that is none'))
    return url
  }

  function refused(host: string): Problem {
    return httpProblem('identity.address-not-allowed', {}, { host, connection })
  }

  return {
    close: () => http.close(),
    async fetch(address, options) {
      let url = checked(address)
      for (let redirects = 0; ; redirects++) {
        const request = { method: 'GET', url: url.href, headers: {} }
        const { status, headers, body } = await http.send(request, { writes: false, ...options }).catch((error: unknown) => {
          throw isRefusedAddress(error) ? new ProblemError(refused(url.host)) : error
        })
        const location = headers['location']
        if (status >= 300 && status < 400 && location !== undefined && redirects < maxRedirects) url = checked(new URL(location, url).href)
        else if (status === 200) return body
        else throw new ProblemError(httpProblem('transport.content-missing', {}, { host: url.host, status }))
      }
    },
  }
}

const refusedAddress = 'ADDRESS_NOT_ALLOWED'

function isRefusedAddress(error: unknown): boolean {
  return error instanceof ProblemError && error.problems[0]?.parameters['reason'] === refusedAddress
}

/** What is no public address: RFC 6890 and its kin. */
const ownNetworks = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  ownNetworks.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  ownNetworks.addSubnet(network, prefix, 'ipv6')

export function isOwnNetwork(address: string): boolean {
  return ownNetworks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** Resolves a name where the connection is made, so that it cannot mean another address a moment later. */
function publicLookup(
  host: string,
  options: object,
  callback: (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void,
): void {
  lookup(host, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, [])
    if (found.some(({ address }) => isOwnNetwork(address)))
      return callback(Object.assign(new Error('the name means an address of our own network'), { code: refusedAddress }), [])
    if ((options as { all?: boolean }).all) return callback(null, found)
    callback(null, found[0]?.address ?? '', found[0]?.family ?? 4)
  })
}
