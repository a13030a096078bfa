import type { Admission, FlowProgram, FlowStep, Scope, StepPlan, Words } from '../flow/program.ts'
import type { ExplainedValue } from '../mapping/explain.ts'
import type { Problem } from '../problem.ts'
import { EvaluationKilled, type Evaluator, killedProblem } from './evaluator.ts'
import { type FlowOptions, type FlowQuestion, type PackedFlow, allSteps, packFlow } from './flow-program.ts'

/**
 * Answers the questions to a flow's expressions in the threads of an evaluator. An evaluation that had to be ended is a problem of its
 * record, and of nothing else.
 */
export class FlowEvaluation {
  readonly #evaluator: Evaluator
  readonly #packed: PackedFlow
  readonly #places: ReadonlyMap<FlowStep, number>

  constructor(evaluator: Evaluator, program: FlowProgram, options: FlowOptions) {
    this.#evaluator = evaluator
    this.#packed = packFlow(program, options)
    this.#places = new Map([...allSteps<FlowStep>(program.steps)].map((step, place) => [step, place]))
  }

  /** What is wrong with a record before any expression sees it. */
  check(record: unknown): Promise<readonly Problem[]> {
    return this.#ask({ ask: 'check', record }, (problem) => [problem])
  }

  /** Whether `where` lets the record in, and the name it has for ever. */
  admit(record: unknown): Promise<Admission> {
    return this.#ask({ ask: 'admit', record }, (problem) => ({ accepted: true, problems: [problem] }))
  }

  /** The flow's own values, by name: `number`. */
  value(name: string, scope: Scope): Promise<unknown> {
    return this.#ask({ ask: 'value', name, scope }, () => undefined)
  }

  plan(step: FlowStep, scope: Scope): Promise<StepPlan> {
    return this.#ask({ ask: 'plan', step: this.#placeOf(step), scope }, (problem) => ({ applies: true, items: [], problems: [problem] }))
  }

  /** The step's own words for an item that went wrong. */
  words(step: FlowStep, scope: Scope, item: number): Promise<Words> {
    return this.#ask({ ask: 'words', step: this.#placeOf(step), scope, item }, () => ({}))
  }

  /** SO-B06: what made each value of the fields of an item. */
  lineage(step: FlowStep, scope: Scope, item: number): Promise<readonly ExplainedValue[]> {
    return this.#ask({ ask: 'lineage', step: this.#placeOf(step), scope, item }, () => [])
  }

  #placeOf(step: FlowStep): number {
    return this.#places.get(step)!
  }

  async #ask<Answer>(question: FlowQuestion, refused: (problem: Problem) => Answer): Promise<Answer> {
    try {
      return (await this.#evaluator.ask(this.#packed, question)) as Answer
    } catch (error) {
      if (!(error instanceof EvaluationKilled)) throw error
      return refused(killedProblem(error, this.#evaluator))
    }
  }
}
