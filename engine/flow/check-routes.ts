import { keyPlaceOf } from '../document/node.ts'
import { resolveSettings } from '../mapping/settings.ts'
import { constantOf, isSwitchedOn } from '../mapping/settings-constant.ts'
import type { Problem } from '../problem.ts'
import type { Step } from './flow.ts'
import type { OpenFlow } from './open-flow.ts'
import { flowProblem } from './problems.ts'

/** Whether a connection has what a step works on. */
export type HasTarget = (system: string, resource: string) => boolean

/**
 * The routes that steps need and the connections lack. Where a setting asks for the step that is an error; where only some records do,
 * the others can be sent, and it is a warning. So it is in a flow that only looks: what it cannot see there it says is not checked.
 */
export function checkRoutes(open: OpenFlow, settings: Readonly<Record<string, unknown>>, hasTarget: HasTarget): Problem[] {
  const defaults = resolveSettings(open.facts.settings, {}).values
  const onlyLooks = open.flow.steps.every(looks)
  const check = (step: Step): Problem[] => {
    const { when } = step.shape
    if (constantOf(when, settings) === false) return []
    const inner = [...step.choices, ...(step.undo && step.undo !== 'none' ? [step.undo] : [])].flatMap(check)
    if (!step.resource || hasTarget(step.resource.system, step.resource.resource)) return inner
    const { system, resource } = step.resource
    const missing = flowProblem(
      'flow.route-missing',
      { ...keyPlaceOf(step.entry), flow: open.flow.name, step: step.name },
      { step: step.name, route: resource, system },
    )
    const isCertain = !onlyLooks && (when === undefined || isSwitchedOn(when, settings, defaults))
    return [isCertain ? missing : { ...missing, severity: 'warning' }, ...inner]
  }
  return open.flow.steps.flatMap(check)
}

function looks({ verb, choices }: Step): boolean {
  return verb === 'find' || verb === 'require' || (verb === 'choose' && choices.every(looks))
}
