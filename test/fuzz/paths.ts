import type { Json } from './data.ts'
import type { Random } from './random.ts'
import { fieldName, fits, itemOf, type Kind, ownField, type Scope } from './wishes.ts'

/** Writes paths that lead somewhere in the record; what stands in their predicates and steps is written by whoever extends it. */
export abstract class PathWriter {
  protected readonly random: Random
  protected readonly record: Json
  private names = 0

  constructor(random: Random, record: Json) {
    this.random = random
    this.record = record
  }

  abstract value(kind: Kind, scope: Scope): string

  /** The pairs of an object; those of a group have keys that are texts. */
  protected abstract pairs(scope: Scope, isGroup: boolean): string

  /** A name for a variable. */
  protected name(): string {
    return `v${++this.names}`
  }

  /** A path that leads somewhere in the record, or in the item that is the context. */
  protected path(kind: Kind, scope: Scope): string {
    const { random } = this
    const start = random.weighted<() => { text: string; here: Json | undefined }>([
      [8, () => ({ text: '', here: scope.here })],
      [1, () => ({ text: '$$.', here: this.record })],
      [0.7, () => ({ text: '$.', here: scope.here })],
    ])()
    const isPrimitive = typeof start.here !== 'object' || start.here === null
    if (isPrimitive && start.text === '' && random.chance(0.85))
      return random.pick(['$', '$', '$', '$$', '%', 'name'].filter((each) => each !== '%' || scope.parents.length > 0))
    const { text } = this.steps({ ...scope, here: start.here }, 1 + random.below(3), kind)
    const keep = random.chance(0.06) ? '[]' : ''
    return `${start.text}${text}${keep}`
  }

  protected steps(scope: Scope, count: number, kind: Kind = 'any'): { text: string; here: Json | undefined } {
    const { random } = this
    let here = itemOf(scope.here)
    let parents = scope.parents
    let { variables } = scope
    const parts: string[] = []
    for (let index = 0; index < count; index++) {
      const isLast = index === count - 1
      const inner = (): Scope => ({ ...scope, here, variables, parents, depth: scope.depth - 1 })
      const step = this.step(here, inner, index > 0, isLast ? kind : 'any', parents)
      const before = here
      let { text } = step
      here = step.here
      if (step.isField) {
        parents = parents.concat([before])
        if (scope.depth > 0) {
          if (random.chance(0.06)) {
            const name = this.name()
            text += `@$${name}`
            variables = variables.concat({ name, kind: 'any', sample: itemOf(here) })
            here = before
          }
          if (random.chance(0.05)) {
            const name = this.name()
            text += `#$${name}`
            variables = variables.concat({ name, kind: 'number', sample: undefined })
          }
        }
      }
      if (scope.depth > 0 && random.chance(0.22)) text += `[${this.predicate(itemOf(here), { ...scope, variables, parents })}]`
      if (scope.depth > 0 && random.chance(0.04)) text += `[${this.predicate(itemOf(here), { ...scope, variables, parents })}]`
      if (random.chance(0.02)) text += '[]'
      if (scope.depth > 0 && random.chance(0.05)) text += this.sort(itemOf(here), { ...scope, variables, parents })
      parts.push(text)
      here = itemOf(here)
    }
    if (scope.depth > 0 && random.chance(0.03))
      parts[parts.length - 1] += `{${this.pairs({ ...scope, here, variables, parents, depth: scope.depth - 1 }, true)}}`
    return { text: parts.join('.'), here }
  }

  private step(
    here: Json | undefined,
    scope: () => Scope,
    isInner: boolean,
    kind: Kind,
    parents: readonly (Json | undefined)[],
  ): { text: string; here: Json | undefined; isField: boolean } {
    const { random } = this
    const names = typeof here === 'object' && here !== null ? Object.keys(here) : []
    const field = () => {
      const fitting = names.filter((name) => fits(ownField(here, name), kind))
      const name =
        random.chance(0.03) || names.length === 0
          ? random.pick(['nothing', 'name', 'qty', 'toString', 'length'])
          : random.pick(fitting.length > 0 && random.chance(0.8) ? fitting : names)
      return { text: fieldName(name), here: ownField(here, name), isField: true }
    }
    if (!isInner) return random.chance(0.04) ? { text: random.pick(['*', '**']), here: undefined, isField: false } : field()
    const other = (text: string) => ({ text, here: undefined, isField: false })
    return random.weighted<() => { text: string; here: Json | undefined; isField: boolean }>([
      [14, field],
      [0.5, () => other('*')],
      [0.4, () => other('**')],
      [1.5, () => (scope().depth > 0 ? other(`(${this.value(kind, scope())})`) : field())],
      [0.6, () => (scope().depth > 0 ? other(`{${this.pairs(scope(), false)}}`) : field())],
      [0.6, () => (scope().depth > 0 ? other(`[${this.value('any', scope())}, ${this.value('any', scope())}]`) : field())],
      [0.6, () => other(random.pick(['$string()', '$uppercase()', '$keys()', '$type($)', '$length()', '$number()', '$trim()']))],
      [parents.length > 0 ? 1.2 : 0, () => ({ text: '%', here: parents.at(-1), isField: false })],
      [0.3, () => ({ text: '$', here, isField: false })],
      [0.15, () => other(random.pick(["'text'", '5', '"name"']))],
    ])()
  }

  protected predicate(item: Json | undefined, scope: Scope): string {
    const { random } = this
    const inner = { ...scope, here: item, depth: Math.min(scope.depth - 1, 2) }
    return random.weighted<() => string>([
      [4, () => random.pick(['0', '1', '-1', '2', '0.9', '-2'])],
      [5, () => this.value('boolean', inner)],
      [2, () => this.value('any', inner)],
      [0.7, () => random.pick(['[0, 1]', '[0, 0]', '[-1, 0]', '[1..2]', '[]', '[0, "a"]'])],
      [0.5, () => '$'],
    ])()
  }

  protected sort(item: Json | undefined, scope: Scope): string {
    const { random } = this
    const inner = { ...scope, here: item, depth: Math.min(scope.depth - 1, 1) }
    const term = () => `${random.pick(['', '<', '>'])}${this.value(random.pick<Kind>(['number', 'text']), inner)}`
    return `^(${[term(), ...random.times(1, term)].join(', ')})`
  }
}
