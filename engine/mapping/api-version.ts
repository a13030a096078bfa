import { compileExpression } from '../expression/index.ts'
import type { SystemNeeds } from './mapping.ts'
import type { Setting, SettingsSchema } from './settings.ts'

/** The version of the API that a system is used with under some settings; a resource may be pinned to another. */
export function apiVersion(
  system: SystemNeeds | undefined,
  settings: Readonly<Record<string, unknown>>,
  resource?: string,
): string | undefined {
  if (!system) return undefined
  if (resource !== undefined && Object.hasOwn(system.pins, resource)) return system.pins[resource]
  if (system.api === undefined) return undefined
  const version = compileExpression(system.api, { profile: 'document' }).evaluate(undefined, { settings })
  return typeof version === 'string' ? version : undefined
}

/** More combinations of settings than anybody lets an API depend on. */
const combinationLimit = 64

/** Every version that some choice of settings leads to: each of them is in use, so each is checked. */
export function possibleApiVersions(system: SystemNeeds | undefined, settings: SettingsSchema | undefined): (string | undefined)[] {
  if (!system?.api) return [undefined]
  const read = Object.entries(settings?.properties ?? {}).filter(([name]) => system.api!.includes(name))
  let combinations: Record<string, unknown>[] = [{}]
  for (const [name, setting] of read)
    combinations = combinations
      .flatMap((chosen) => choicesOf(setting).map((value) => ({ ...chosen, [name]: value })))
      .slice(0, combinationLimit)
  return [...new Set(combinations.map((chosen) => apiVersion(system, chosen)))]
}

function choicesOf({ type, enum: members, default: preset }: Setting): readonly unknown[] {
  if (type === 'boolean') return [true, false]
  return members ?? [preset]
}
