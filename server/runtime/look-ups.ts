import type { FlowStep } from '../../engine/index.ts'
import type { Clock } from '../clock.ts'
import type { Entity, Query, Session } from '../connectors/connector.ts'
import type { RecordRun } from './record-run.ts'

/** A question of a step, and how long its answer holds for other records too; 0 for this record alone. */
export interface Question {
  readonly query: Query
  readonly cacheMs: number
}

/** Gives the questions of a step, as far as they can be asked before it runs. */
export type Foresight = (step: FlowStep, run: RecordRun) => Promise<readonly Question[]>

interface Answer {
  readonly entities: readonly Entity[]
  readonly until: number
}

/**
 * Answers questions of steps. When one has to be asked, all that later steps of the record will ask and that can be known already
 * go along, so that the look-ups of a record are one request.
 */
export class LookUps {
  readonly #shared = new Map<string, Answer>()
  readonly #ofRecord = new WeakMap<RecordRun, Map<string, readonly Entity[]>>()
  readonly #clock: Clock
  readonly #foresee: Foresight

  constructor(clock: Clock, foresee: Foresight) {
    this.#clock = clock
    this.#foresee = foresee
  }

  async ask(run: RecordRun, step: FlowStep, questions: readonly Question[]): Promise<(readonly Entity[])[]> {
    const known = this.#answersOf(run)
    if (questions.some(({ query }) => !this.#known(known, query))) {
      const session = run.session(step)
      const later = run.context.program.steps.filter((each) => this.#asks(each, session, run))
      const ahead = await Promise.all(later.map((each) => this.#foresee(each, run)))
      await this.#askAll(run, session, [...questions, ...ahead.flat()], known)
    }
    return questions.map(({ query }) => this.#known(known, query)!)
  }

  /** Asks again, whatever was answered before: after a failure that may hide a success. */
  async askAfresh(run: RecordRun, step: FlowStep, query: Query): Promise<readonly Entity[]> {
    const [entities] = await run.session(step).findAll([query], run.sending)
    return entities!
  }

  #asks(step: FlowStep, session: Session, run: RecordRun): boolean {
    const systems = [step, ...step.choices].flatMap(({ target }) => target?.system ?? [])
    return systems.some((system) => run.context.sessions.get(system) === session) && !run.finished.has(step.name)
  }

  #answersOf(run: RecordRun): Map<string, readonly Entity[]> {
    let answers = this.#ofRecord.get(run)
    if (!answers) this.#ofRecord.set(run, (answers = new Map()))
    return answers
  }

  #known(ofRecord: ReadonlyMap<string, readonly Entity[]>, query: Query): readonly Entity[] | undefined {
    const key = keyOf(query)
    const shared = this.#shared.get(key)
    return ofRecord.get(key) ?? (shared && shared.until > this.#clock.now() ? shared.entities : undefined)
  }

  async #askAll(run: RecordRun, session: Session, questions: readonly Question[], known: Map<string, readonly Entity[]>): Promise<void> {
    const open = new Map<string, Question>()
    for (const question of questions) if (!this.#known(known, question.query)) open.set(keyOf(question.query), question)
    const asked = [...open.entries()]
    const answers = await session.findAll(
      asked.map(([, { query }]) => query),
      run.sending,
    )
    for (const [index, [key, { cacheMs }]] of asked.entries()) {
      const entities = answers[index]!
      known.set(key, entities)
      // That something is missing may change any moment, and a person is probably about to change it.
      if (cacheMs > 0 && entities.length > 0) this.#shared.set(key, { entities, until: this.#clock.now() + cacheMs })
    }
  }
}

function keyOf({ target, match, at, expand, limit, everywhere }: Query): string {
  return JSON.stringify([target.resource, target.api, match, at, expand, limit, everywhere])
}
