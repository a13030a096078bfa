import type { RegexTree } from './regex-program.ts'

/** Where characters are taken in a part of a pattern: what may come first, what last, and whether it may take none. */
interface Part {
  first: readonly number[]
  last: readonly number[]
  isNullable: boolean
}

/** Beyond so many places the question is not worth its time. */
const mostPlaces = 300

class Ambiguous extends Error {}

/**
 * Whether a pattern leaves at most one way open for every character that comes next, so that an engine that tries one way after the
 * other never tries two that go on. It is Glushkov's automaton of the pattern that must be deterministic, and no step of it may come
 * about in two ways: `(a*)*` has one step from `a` to `a`, but as many ways through it as there are letters.
 *
 * @param edges the characters that stand for all others: from each to the next all are alike
 */
export function isDeterministicOver(tree: RegexTree, edges: readonly number[]): boolean {
  try {
    new Places(edges).pattern(tree)
    return true
  } catch (error) {
    if (error instanceof Ambiguous) return false
    throw error
  }
}

class Places {
  private readonly edges: readonly number[]
  /** What each place takes: the edges that it takes. */
  private readonly taken: (readonly number[])[] = []
  /** What may come behind each place, by edge. */
  private readonly next: Map<number, number>[] = []

  constructor(edges: readonly number[]) {
    this.edges = edges
  }

  pattern(tree: RegexTree): void {
    const { first } = this.part(tree)
    this.connect([this.place([])], first)
  }

  private place(taken: readonly number[]): number {
    if (this.taken.length > mostPlaces) throw new Ambiguous()
    this.next.push(new Map())
    return this.taken.push(taken) - 1
  }

  /** Each place of `first` may come behind each place of `last`, and nothing else that takes the same character. */
  private connect(last: readonly number[], first: readonly number[]): void {
    for (const from of last)
      for (const to of first)
        for (const edge of this.taken[to]!) {
          if (this.next[from]!.has(edge)) throw new Ambiguous()
          this.next[from]!.set(edge, to)
        }
  }

  private part(tree: RegexTree): Part {
    switch (tree.kind) {
      case 'empty':
      case 'assert':
        return nothing
      case 'one': {
        const place = [this.place(this.edges.filter((edge) => tree.test(edge)))]
        return { first: place, last: place, isNullable: false }
      }
      case 'group':
        return this.part(tree.inner)
      case 'all':
        return tree.parts.reduce<Part>((before, part) => this.behind(before, this.part(part)), nothing)
      case 'either':
        return this.either(tree.options.map((option) => this.part(option)))
      case 'repeat':
        return this.repeat(tree)
    }
  }

  private behind(before: Part, part: Part): Part {
    this.connect(before.last, part.first)
    return {
      first: before.isNullable ? [...before.first, ...part.first] : before.first,
      last: part.isNullable ? [...before.last, ...part.last] : part.last,
      isNullable: before.isNullable && part.isNullable,
    }
  }

  private either(options: readonly Part[]): Part {
    const nullable = options.filter((option) => option.isNullable)
    if (nullable.length > 1) throw new Ambiguous()
    return {
      first: options.flatMap((option) => option.first),
      last: options.flatMap((option) => option.last),
      isNullable: nullable.length > 0,
    }
  }

  /** Written out, as far as it is counted. */
  private repeat({ inner, least, most }: Extract<RegexTree, { kind: 'repeat' }>): Part {
    const once = () => {
      const part = this.part(inner)
      // Nothing could be taken once, twice …
      if (part.isNullable && most > 1) throw new Ambiguous()
      return part
    }
    let whole: Part = nothing
    for (let count = 0; count < least; count++) whole = this.behind(whole, once())
    if (most === Infinity) {
      const part = once()
      this.connect(part.last, part.first)
      return this.behind(whole, optional(part))
    }
    let rest: Part | undefined
    // From the last on: each is only there where the one before it is.
    for (let count = least; count < most; count++) rest = rest ? optional(this.behind(once(), rest)) : optional(once())
    return rest ? this.behind(whole, rest) : whole
  }
}

const nothing: Part = { first: [], last: [], isNullable: true }

function optional(part: Part): Part {
  if (part.isNullable) throw new Ambiguous()
  return { ...part, isNullable: true }
}
