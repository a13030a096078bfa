import { Refusal } from '../refusal.ts'

/** What can go wrong between a client and Business Central, and how often it shall. */
const faultNames = [
  // The request has no effect.
  'refuse',
  'throttle',
  'unavailable',
  'unauthorized',
  'lock-timeout',
  'timeout',
  'reset',
  // The request takes effect, and the client does not learn of it.
  'commit-then-timeout',
  'commit-then-reset',
  'commit-late',
  'empty-body',
  'broken-json',
  'html',
  'slow-drip',
  // The n-th line of a document fails, whether it comes alone or in a deep insert.
  'fail-line',
] as const

export type FaultName = (typeof faultNames)[number]

export interface FaultRule {
  fault: FaultName
  /** One method or several; any without. */
  method?: string | readonly string[]
  /** As the ledger names it: `salesOrders`, `salesOrders/Microsoft.NAV.shipAndInvoice`, `$batch`, `$token`; any API request without. */
  entitySet?: string
  /** So many matching requests pass first. */
  skip?: number
  /** So often, then the rule is used up; `"always"` never is. Default 1. */
  times?: number | 'always'
  /** 0 to 1, drawn with the seed of the request that set the faults. */
  probability?: number
  /** Of `refuse`, `html` and `fail-line`. */
  status?: number
  code?: string
  message?: string
  /** Of `html`: whether the request took effect behind the proxy. Default true. */
  commit?: boolean
  /** Seconds; `throttle` and `unavailable` answer without the header where it is missing. */
  retryAfter?: number
  /** Of `commit-late` (default: when the client has gone) and `slow-drip` (between two bytes). */
  delayMs?: number
  /** Of `fail-line`: counted from 1 over the requests that match. */
  line?: number
}

interface LiveRule {
  rule: FaultRule
  seen: number
  used: number
}

/** The faults that are set, in order: the first rule that applies decides. */
export class Faults {
  #rules: LiveRule[] = []
  #random = seededRandom(1)

  /** @throws Error that names what is wrong with a rule */
  set(rules: readonly unknown[], seed = 1): void {
    this.#rules = rules.map((rule, index) => ({ rule: checkRule(rule, index), seen: 0, used: 0 }))
    this.#random = seededRandom(seed)
  }

  /** The rules with how often each was met and applied. */
  get state(): readonly (FaultRule & { seen: number; used: number })[] {
    return this.#rules.map(({ rule, seen, used }) => ({ ...rule, seen, used }))
  }

  /** The rule that applies to a request, used up by one. */
  take(method: string, entitySet: string, among: (name: FaultName) => boolean = (name) => name !== 'fail-line'): FaultRule | undefined {
    for (const live of this.#rules) {
      const { rule } = live
      if (!among(rule.fault) || !matches(rule, method, entitySet)) continue
      live.seen += 1
      if (live.seen <= (rule.skip ?? 0)) continue
      if (rule.times !== 'always' && live.used >= (rule.times ?? 1)) continue
      if (rule.probability !== undefined && this.#random() >= rule.probability) continue
      live.used += 1
      return rule
    }
    return undefined
  }

  /** Called for each document line that is about to be made. */
  beforeLine(entitySet: string): void {
    for (const live of this.#rules) {
      const { rule } = live
      if (rule.fault !== 'fail-line' || (rule.entitySet !== undefined && rule.entitySet !== entitySet)) continue
      live.seen += 1
      if (live.seen % (rule.line ?? 1) !== 0 || (rule.times !== 'always' && live.used >= (rule.times ?? 1))) continue
      live.used += 1
      throw refusalOf(rule)
    }
  }
}

const defaults: Partial<Record<FaultName, readonly [status: number, code: string, message: string]>> = {
  throttle: [429, 'Application_TooManyRequests', 'Too many requests. Please try again later.'],
  unavailable: [503, 'Internal_ServerError', 'The service is temporarily unavailable.'],
  unauthorized: [401, 'Authentication_InvalidCredentials', 'The server has rejected the client credentials.'],
  'lock-timeout': [
    500,
    'Internal_ServerError',
    'The operation could not complete because a record in the Sales Header table was locked by another user. Please retry the activity.',
  ],
  'fail-line': [400, 'Application_DialogException', 'The line could not be inserted.'],
}

export function refusalOf(rule: FaultRule): Refusal {
  const [status, code, message] = defaults[rule.fault] ?? [500, 'Internal_ServerError', 'An error occurred while processing this request.']
  return new Refusal(rule.status ?? status, rule.code ?? code, rule.message ?? message)
}

function matches(rule: FaultRule, method: string, entitySet: string): boolean {
  const methods = rule.method === undefined ? undefined : [rule.method].flat()
  if (methods && !methods.some((each) => each.toUpperCase() === method)) return false
  return rule.entitySet === undefined ? entitySet !== '$token' : rule.entitySet === entitySet
}

const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  method: (value) => typeof value === 'string' || (Array.isArray(value) && value.every((each) => typeof each === 'string')),
  entitySet: (value) => typeof value === 'string',
  code: (value) => typeof value === 'string',
  message: (value) => typeof value === 'string',
  skip: isCount,
  times: (value) => value === 'always' || isCount(value),
  probability: (value) => typeof value === 'number' && value >= 0 && value <= 1,
  status: (value) => isCount(value) && (value as number) >= 200 && (value as number) <= 599,
  retryAfter: isCount,
  delayMs: isCount,
  commit: (value) => typeof value === 'boolean',
  line: (value) => isCount(value) && (value as number) > 0,
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0
}

function checkRule(value: unknown, index: number): FaultRule {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`fault ${index} is no object`)
  const { fault, ...rest } = value as Record<string, unknown>
  if (!(faultNames as readonly unknown[]).includes(fault))
    throw new Error(`fault ${index}: there is no fault '${String(fault)}'; there are ${faultNames.join(', ')}`)
  for (const [name, given] of Object.entries(rest)) {
    const check = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    if (!check) throw new Error(`fault ${index}: '${name}' is unknown; known are ${Object.keys(kinds).join(', ')}`)
    if (!check(given)) throw new Error(`fault ${index}: ${JSON.stringify(given)} is no value for '${name}'`)
  }
  return value as FaultRule
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
