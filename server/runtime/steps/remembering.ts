import type { FlowStep } from '../../../engine/index.ts'
import type { RecordRun } from '../record-run.ts'

/** Something that follows from what was done: how it is called, and how it is taken back. */
export interface Derived {
  readonly what: string
  undo(): Promise<void>
}

/** Remembers how an item of a step is taken back: as the step says or, where it says nothing, as it follows from what was done. */
export function remember(step: FlowStep, run: RecordRun, item: number, derived?: Derived): void {
  const { undo } = step
  if (undo === 'none') return
  if (undo === undefined) {
    if (derived) run.effects.push({ step: step.name, ...derived })
  } else if (!run.effects.some(({ by }) => by?.step === undo && by.item === item))
    run.effects.push({ step: step.name, what: derived?.what ?? `what step ${step.name} did`, by: { step: undo, item } })
}
