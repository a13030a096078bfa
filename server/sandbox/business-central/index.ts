import { demoCompany, emptyCompany } from './cronus/demo-company.ts'
import { applySeed } from './seed/apply.ts'
import type { Seed } from './seed/seed.ts'
import { act } from './server/act.ts'
import { Faults, refusalOf } from './server/faults.ts'
import { listen } from './server/server.ts'
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
  /** What the online service allows one user. The number of requests in five minutes has no limit unless it is set here. */
  limits?: Partial<Limits>
}

export interface Sandbox {
  /** `http://127.0.0.1:4101`; the API stands at `/v2.0/{tenant}/{environment}/api/v2.0`, with any tenant and environment. */
  url: string
  ledger(): readonly LedgerEntry[]
  /** As it was started: data, faults, limits and ledger. */
  reset(): void
  close(): Promise<void>
}

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
  const { origin, close } = await listen({ service, controls, clock }, options.port ?? 0)
  return { url: origin, ledger: controls.ledger, reset, close }
}

const isRefusal = (name: string) => ['refuse', 'throttle', 'unavailable', 'lock-timeout'].includes(name)

function withoutCount(limits: Partial<Limits> | undefined): Partial<Limits> {
  return { requests: undefined, ...limits }
}
