import { Authority } from './auth/authority.ts'
import { selfSignedCertificate } from './auth/certificate.ts'
import { defaultRegistrations, type AuthOptions, type Registrations } from './auth/registrations.ts'
import { TokenSigner } from './auth/tokens.ts'
import { demoCompany, emptyCompany } from './cronus/demo-company.ts'
import { applySeed } from './seed/apply.ts'
import type { Seed } from './seed/seed.ts'
import { act } from './server/act.ts'
import { Faults, refusalOf } from './server/faults.ts'
import { listen, type Guard } from './server/server.ts'
import { onlineLimits, Throttle, type Limits } from './server/throttle.ts'
import { contextOf, type Company } from './service/company.ts'
import { Ledger, type LedgerEntry } from './service/ledger.ts'
import { Service } from './service/service.ts'

export interface SandboxOptions {
  /** 0 or none: any free one. */
  port?: number
  /** Master data beside the demo company's; `checkSeed` says whether a value is one. */
  seed?: Seed
  /** The work date and all timestamps come from it. */
  clock?: () => Date
  /** https with a certificate of its own, the token authority, and callers that it knows; otherwise http, and any caller will do. */
  auth?: boolean | AuthOptions
  /** What the online service allows one user. The number of requests in five minutes has no limit unless it is set here. */
  limits?: Partial<Limits>
}

export interface Sandbox {
  /** `http://127.0.0.1:4101`; the API stands at `/v2.0/{tenant}/{environment}/api/v2.0`, with any tenant and environment. */
  url: string
  /** With `auth`: the certificate (PEM) that clients must trust, the tenant, and the apps and users that may call. */
  auth?: Registrations & { certificate: string }
  ledger(): readonly LedgerEntry[]
  /** As it was started: data, faults, limits and ledger. */
  reset(): void
  close(): Promise<void>
}

export { greeting } from './greeting.ts'
export { checkSeed } from './seed/check.ts'
export { mergeSeeds } from './seed/merge.ts'
export type { Seed } from './seed/seed.ts'

/** Starts a Business Central of one tenant on 127.0.0.1, with the CRONUS demo company. */
export async function startBusinessCentralSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? (() => new Date())
  const limits: Limits = { ...onlineLimits, ...withoutCount(options.limits) }
  const faults = new Faults()
  const ledger = new Ledger()
  const throttle = new Throttle(limits, clock)
  const unpublished = new Set(options.seed?.remove?.services)
  let companies: readonly Company[] = []
  const reset = () => {
    const demo = demoCompany(clock)
    if (options.seed) applySeed(options.seed, demo, contextOf(demo, clock()))
    companies = [demo, emptyCompany('My Company', clock)]
    ledger.clear()
    faults.set([])
    throttle.limits = limits
  }
  reset()
  const service = new Service(() => ({
    companies,
    ledger,
    clock,
    beforeLine: (entitySet) => faults.beforeLine(entitySet),
    unpublished,
    operationFault: (method, entitySet) => {
      const rule = faults.take(method, entitySet, isRefusal)
      return rule && refusalOf(rule)
    },
  }))
  const controls = {
    ledger: () => ledger.entries,
    reset,
    faults,
    throttle,
    act: (action: Record<string, unknown>) => act(companies, clock(), action),
  }
  const denied = new Set(options.seed?.denied?.map(({ table, permission }) => `${table} ${permission}`))
  const guard = options.auth ? makeGuard(options.auth === true ? {} : options.auth, clock) : undefined
  const { origin, close } = await listen({ service, controls, clock, denied, ...(guard && { guard }) }, options.port ?? 0)
  const auth = guard && { ...guard.registrations, certificate: guard.certificate.certificate }
  return { url: origin, ...(auth && { auth }), ledger: controls.ledger, reset, close }
}

function makeGuard(options: AuthOptions, clock: () => Date): Guard {
  const registrations: Registrations = { ...defaultRegistrations, ...options }
  const signer = new TokenSigner()
  return { certificate: selfSignedCertificate(), registrations, signer, authority: new Authority(registrations, signer, clock) }
}

const isRefusal = (name: string) => ['refuse', 'throttle', 'unavailable', 'lock-timeout'].includes(name)

function withoutCount(limits: Partial<Limits> | undefined): Partial<Limits> {
  return { requests: undefined, ...limits }
}
