import type { Permission, Preflight, SendOptions, Session } from '../../connectors/connector.ts'
import { type Check, attempt, gap, inOrder, notChecked } from './check.ts'

/** What the package needs of a system, besides what its documents check. */
export interface NeedsOfSystem {
  readonly system: string
  readonly session: Session
  readonly preflight: Preflight
  /** By resource. */
  readonly permissions: Readonly<Record<string, readonly string[]>>
  readonly apiOf: (resource: string) => string | undefined
  /** Also outside of a sandbox. */
  readonly tryWrites: boolean
}

export async function checkRoutes({ system, preflight }: NeedsOfSystem, options: SendOptions): Promise<Check[]> {
  const checks: Check[] = []
  for (const route of preflight.routes) {
    const name = `route ${system}.${route}`
    checks.push(
      await attempt(name, async () => {
        const problems = await preflight.route(route, options)
        return problems.length > 0 ? gap(name, problems) : inOrder(name)
      }),
    )
  }
  return checks
}

/** JU-13: one by one, so that each that is missing is named. */
export async function checkPermissions(needs: NeedsOfSystem, options: SendOptions): Promise<Check[]> {
  const mayWrite = needs.tryWrites || (await needs.preflight.isSandbox(options))
  const checks: Check[] = []
  for (const [resource, permissions] of Object.entries(needs.permissions))
    for (const permission of permissions) checks.push(await checkPermission(needs, resource, permission as Permission, mayWrite, options))
  return checks
}

async function checkPermission(
  { system, session, preflight, apiOf }: NeedsOfSystem,
  resource: string,
  permission: Permission,
  mayWrite: boolean,
  options: SendOptions,
): Promise<Check> {
  const name = `permission ${permission} ${system}.${resource}`
  const target = session.target(resource, apiOf(resource))
  if (!target) return notChecked(name, `there is no ${resource} in this version of the API`)
  if (permission !== 'read' && !mayWrite) return notChecked(name, 'writes are tried in a sandbox alone, or with --write-probes')
  return attempt(name, async () => {
    const trial = await preflight.permission(target, permission, options)
    if (trial.state === 'refused') return gap(name, trial.problems)
    return trial.state === 'allowed' ? inOrder(name) : notChecked(name, trial.why)
  })
}
