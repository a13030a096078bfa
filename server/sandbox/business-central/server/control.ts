import { isObject } from '../contract/deserialize.ts'
import type { Response } from '../service/message.ts'
import type { LedgerEntry } from '../service/ledger.ts'
import type { Faults } from './faults.ts'
import type { Limits, Throttle } from './throttle.ts'

/** What `/_sandbox` reaches. */
export interface Controls {
  ledger(): readonly LedgerEntry[]
  reset(): void
  faults: Faults
  throttle: Throttle
  /** What a person would do in the client, where the API has no way to: release or reopen a document, block a master. */
  act(action: Record<string, unknown>): unknown
}

const reply = (status: number, value?: unknown): Response => ({
  status,
  headers: { 'content-type': 'application/json' },
  ...(value !== undefined && { body: JSON.stringify(value) }),
})

const wrong = (message: string) => reply(400, { error: { message } })

/**
 * The sandbox's own surface, for tests:
 * `GET ledger`, `GET|PUT faults`, `GET|PUT limits`, `POST reset`, `POST act`.
 */
export function control(method: string, path: string, body: Uint8Array, controls: Controls): Response {
  const route = `${method} ${path.replace(/\/+$/, '')}`
  const value = parse(body)
  if (value === undefined) return wrong('the body is no JSON')
  switch (route) {
    case 'GET /_sandbox/ledger':
      return reply(200, controls.ledger())
    case 'POST /_sandbox/reset':
      controls.reset()
      return reply(204)
    case 'GET /_sandbox/faults':
      return reply(200, controls.faults.state)
    case 'PUT /_sandbox/faults':
      return setFaults(value, controls)
    case 'GET /_sandbox/limits':
      return reply(200, controls.throttle.limits)
    case 'PUT /_sandbox/limits':
      return setLimits(value, controls)
    case 'POST /_sandbox/act':
      return act(value, controls)
    default:
      return reply(404, { error: { message: `there is no ${route}; there are ledger, faults, limits, reset and act` } })
  }
}

function parse(body: Uint8Array): unknown {
  if (body.length === 0) return null
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

/** A list of rules, one rule, or `{ seed, faults }`; an empty list takes them all away. */
function setFaults(value: unknown, { faults }: Controls): Response {
  const rules = Array.isArray(value) ? value : isObject(value) && Array.isArray(value.faults) ? value.faults : value === null ? [] : [value]
  const seed = isObject(value) && typeof value.seed === 'number' ? value.seed : 1
  try {
    faults.set(rules, seed)
    return reply(200, faults.state)
  } catch (error) {
    return wrong((error as Error).message)
  }
}

const limitNames = ['requests', 'windowMs', 'concurrent', 'queued']

function setLimits(value: unknown, { throttle }: Controls): Response {
  if (!isObject(value)) return wrong('limits are an object')
  for (const [name, given] of Object.entries(value)) {
    const none = name === 'requests' && given === null
    if (!limitNames.includes(name)) return wrong(`'${name}' is no limit; there are ${limitNames.join(', ')}`)
    if (!none && !(Number.isInteger(given) && (given as number) >= 0)) return wrong(`${JSON.stringify(given)} is no value for '${name}'`)
  }
  const { requests, ...rest } = { ...throttle.limits, ...value } as Limits & { requests?: number | null }
  throttle.limits = requests === null || requests === undefined ? rest : { ...rest, requests }
  return reply(200, throttle.limits)
}

function act(value: unknown, controls: Controls): Response {
  if (!isObject(value)) return wrong('an act is an object')
  try {
    return reply(200, controls.act(value))
  } catch (error) {
    return wrong((error as Error).message)
  }
}
