import type { FlowStep, StepPlan, Verb } from '../../../engine/index.ts'
import type { Question } from '../look-ups.ts'
import type { RecordRun } from '../record-run.ts'
import { call } from './call.ts'
import { create, questionsOfCreate } from './create.ts'
import { find, questionsOfFind } from './find.ts'
import { require } from './require.ts'
import { questionsOfUpdate, update } from './update.ts'

/** What a kind of step does with its items, and what it has to ask before. */
export interface StepKind {
  execute(step: FlowStep, run: RecordRun, plan: StepPlan): Promise<unknown>
  questions?(step: FlowStep, run: RecordRun, plan: StepPlan): Question[]
}

/** `choose` picks one of these, and `expand` became some of them when the flow was loaded. */
export const stepKinds: Record<Exclude<Verb, 'choose' | 'expand'>, StepKind> = {
  find: { execute: find, questions: questionsOfFind },
  create: { execute: create, questions: questionsOfCreate },
  update: { execute: update, questions: questionsOfUpdate },
  call: { execute: call },
  require: { execute: require },
}
