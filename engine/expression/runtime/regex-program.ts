import { isDeterministicOver } from './regex-determinism.ts'

/** One step of a compiled regular expression. Targets are indexes of the program. */
export type Instruction =
  | { do: 'take'; test: (unit: number) => boolean; next: number }
  | { do: 'both'; first: number; second: number }
  | { do: 'assert'; test: (text: string, at: number) => boolean; next: number }
  | { do: 'save'; slot: number; next: number }
  /** Groups inside what is repeated start anew each time. */
  | { do: 'forget'; from: number; to: number; next: number }
  /** A repetition that may be left out is not made for nothing. */
  | { do: 'moved'; slot: number; next: number }
  | { do: 'match' }

export interface Program {
  code: readonly Instruction[]
  groups: number
  /** Places that a way keeps: the ends of the groups, and where repetitions began. */
  slots: number
  /** Quantifiers that can go on and on. */
  repeats: number
  /** `?` and `|`: each doubles the ways at most. */
  choices: number
  /** A choice stands inside something that is repeated: the ways may multiply with every character. */
  isNested: boolean
  /** Whatever character comes next, at most one way goes on. */
  isDeterministic: boolean
}

export type RegexTree =
  | { kind: 'empty' }
  | { kind: 'one'; test: (unit: number) => boolean }
  | { kind: 'assert'; test: (text: string, at: number) => boolean }
  | { kind: 'group'; slot: number | undefined; inner: Tree }
  | { kind: 'all'; parts: Tree[] }
  | { kind: 'either'; options: Tree[] }
  | { kind: 'repeat'; inner: Tree; least: number; most: number; isGreedy: boolean; groups: [from: number, to: number] }

type Tree = RegexTree

/** What the engine does not know: it looks back or ahead, or is written in a way that is not worth knowing. */
export class UnsupportedRegex extends Error {}

/** Beyond this a counted repetition is refused, because it is written out. */
const longestProgram = 5000

export function compileRegex(source: string, flags: string): Program {
  const parser = new Parser(source, flags)
  const tree = parser.whole()
  const writer = new Writer(2 * parser.groups + 2)
  writer.write({ kind: 'group', slot: 0, inner: tree })
  writer.code.push({ do: 'match' })
  // With the flag i more characters are alike than those that stand in the pattern.
  const isDeterministic = !flags.includes('i') && isDeterministicOver(tree, [...parser.edges])
  return { code: writer.code, groups: parser.groups, slots: writer.slots, ...riskOf(tree), isDeterministic }
}

const isDigit = (unit: number) => unit >= 48 && unit <= 57
const isWord = (unit: number) => isDigit(unit) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122) || unit === 95
const isLineEnd = (unit: number) => unit === 10 || unit === 13 || unit === 0x2028 || unit === 0x2029
const isSpace = (unit: number) =>
  (unit >= 9 && unit <= 13) ||
  [32, 160, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff].includes(unit) ||
  (unit >= 0x2000 && unit <= 0x200a)
const not = (test: (unit: number) => boolean) => (unit: number) => !test(unit)

const classes: Record<string, (unit: number) => boolean> = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isSpace,
  S: not(isSpace),
}
/** The first character of each run that one of the classes takes in, and the first behind it. */
// prettier-ignore
const edgesOfClasses = [
  0, 9, 10, 11, 13, 14, 32, 33, 48, 58, 65, 91, 95, 96, 97, 123, 160, 161, 0x1680, 0x1681, 0x2000, 0x200b, 0x2028, 0x202a, 0x202f,
  0x2030, 0x205f, 0x2060, 0x3000, 0x3001, 0xfeff, 0xff00,
]
const controls: Record<string, number> = { n: 10, r: 13, t: 9, v: 11, f: 12, 0: 0 }

/** Reads the syntax of JavaScript's regular expressions, without its flags `u` and `v`. */
class Parser {
  groups = 0
  /** Where what a character is to the pattern may change: all from one edge up to the next are alike. */
  readonly edges = new Set(edgesOfClasses)
  private at = 0
  private readonly source: string
  private readonly flags: string

  constructor(source: string, flags: string) {
    this.source = source
    this.flags = flags
  }

  whole(): Tree {
    const tree = this.either()
    if (this.at < this.source.length) throw new UnsupportedRegex(this.source)
    return tree
  }

  private either(): Tree {
    const options = [this.all()]
    while (this.eat('|')) options.push(this.all())
    return options.length === 1 ? options[0]! : { kind: 'either', options }
  }

  private all(): Tree {
    const parts: Tree[] = []
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at]!)) parts.push(this.quantified())
    return parts.length === 1 ? parts[0]! : { kind: 'all', parts }
  }

  private quantified(): Tree {
    const first = this.groups
    const inner = this.atom()
    const counts = this.quantifier()
    if (!counts) return inner
    const [least, most] = counts
    return { kind: 'repeat', inner, least, most, isGreedy: !this.eat('?'), groups: [first + 1, this.groups] }
  }

  private quantifier(): [number, number] | undefined {
    if (this.eat('*')) return [0, Infinity]
    if (this.eat('+')) return [1, Infinity]
    if (this.eat('?')) return [0, 1]
    const counted = /^\{(\d+)(,(\d*))?\}/.exec(this.source.slice(this.at, this.at + 24))
    if (!counted) return undefined
    this.at += counted[0].length
    const least = Number(counted[1])
    return [least, counted[2] === undefined ? least : counted[3] === '' ? Infinity : Number(counted[3])]
  }

  private atom(): Tree {
    const symbol = this.source[this.at++]!
    switch (symbol) {
      case '.':
        return { kind: 'one', test: this.flags.includes('s') ? () => true : not(isLineEnd) }
      case '^':
        return {
          kind: 'assert',
          test: this.flags.includes('m') ? (text, at) => at === 0 || isLineEnd(text.charCodeAt(at - 1)) : (_, at) => at === 0,
        }
      case '$':
        return {
          kind: 'assert',
          test: this.flags.includes('m')
            ? (text, at) => at === text.length || isLineEnd(text.charCodeAt(at))
            : (text, at) => at === text.length,
        }
      case '(':
        return this.group()
      case '[':
        return { kind: 'one', test: this.set() }
      case '\\':
        return this.escaped()
      case '*':
      case '+':
      case '?':
      case '{':
        throw new UnsupportedRegex(this.source)
      default:
        return { kind: 'one', test: this.unit(symbol.charCodeAt(0)) }
    }
  }

  private group(): Tree {
    let slot: number | undefined
    if (this.eat('?:')) slot = undefined
    else if (this.source[this.at] === '?') {
      const name = /^\?<[A-Za-z_$][\w$]*>/.exec(this.source.slice(this.at))
      if (!name) throw new UnsupportedRegex(this.source)
      this.at += name[0].length
      slot = ++this.groups
    } else slot = ++this.groups
    const inner = this.either()
    if (!this.eat(')')) throw new UnsupportedRegex(this.source)
    return { kind: 'group', slot, inner }
  }

  private escaped(): Tree {
    const letter = this.source[this.at]
    if (letter === 'b' || letter === 'B') {
      this.at++
      const isEdge = (text: string, at: number) => isWord(text.charCodeAt(at - 1)) !== isWord(text.charCodeAt(at))
      return { kind: 'assert', test: letter === 'b' ? isEdge : (text, at) => !isEdge(text, at) }
    }
    return { kind: 'one', test: this.escape(false) }
  }

  /** What stands behind a backslash. */
  private escape(isInSet: boolean): (unit: number) => boolean {
    const letter = this.source[this.at++]
    if (letter === undefined) throw new UnsupportedRegex(this.source)
    if (classes[letter]) return classes[letter]
    return this.unit(this.escapedUnit(letter, isInSet))
  }

  private escapedUnit(letter: string, isInSet: boolean): number {
    if (letter === 'b' && isInSet) return 8
    if (letter === '0' && /\d/.test(this.source[this.at] ?? '')) throw new UnsupportedRegex(this.source)
    if (letter in controls) return controls[letter]!
    const digits = letter === 'x' ? 2 : letter === 'u' ? 4 : 0
    if (digits > 0) {
      const code = this.source.slice(this.at, this.at + digits)
      if (!new RegExp(`^[0-9a-fA-F]{${digits}}$`).test(code)) throw new UnsupportedRegex(this.source)
      this.at += digits
      return Number.parseInt(code, 16)
    }
    // Back references, named ones and properties of characters among them.
    if (/[A-Za-z0-9]/.test(letter)) throw new UnsupportedRegex(this.source)
    return letter.charCodeAt(0)
  }

  private set(): (unit: number) => boolean {
    const isNegated = this.eat('^')
    const tests: ((unit: number) => boolean)[] = []
    while (!this.eat(']')) {
      const from = this.setItem()
      if (typeof from === 'number' && this.source[this.at] === '-' && this.source[this.at + 1] !== ']') {
        this.at++
        const to = this.setItem()
        if (typeof to !== 'number') throw new UnsupportedRegex(this.source)
        tests.push(this.range(from, to))
      } else tests.push(typeof from === 'number' ? this.unit(from) : from)
    }
    const test = (unit: number) => tests.some((each) => each(unit))
    return isNegated ? not(test) : test
  }

  private setItem(): number | ((unit: number) => boolean) {
    const symbol = this.source[this.at++]
    if (symbol === undefined) throw new UnsupportedRegex(this.source)
    if (symbol !== '\\') return symbol.charCodeAt(0)
    const letter = this.source[this.at++]
    if (letter === undefined) throw new UnsupportedRegex(this.source)
    return classes[letter] ?? this.escapedUnit(letter, true)
  }

  private range(from: number, to: number): (unit: number) => boolean {
    this.edges.add(from).add(to + 1)
    if (!this.flags.includes('i')) return (unit) => unit >= from && unit <= to
    return (unit) => {
      if (unit >= from && unit <= to) return true
      return variantsOf(unit).some((each) => each >= from && each <= to)
    }
  }

  private unit(code: number): (unit: number) => boolean {
    this.edges.add(code).add(code + 1)
    if (!this.flags.includes('i')) return (unit) => unit === code
    const same = new Set(variantsOf(code).flatMap(variantsOf))
    const folded = foldOf(code)
    return (unit) => unit === code || (same.has(unit) && foldOf(unit) === folded)
  }

  private eat(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false
    this.at += text.length
    return true
  }
}

/** As the flag `i` compares: by upper case, where that is one character, and no ASCII letter stands for another. */
function foldOf(code: number): number {
  const upper = String.fromCharCode(code).toUpperCase()
  if (upper.length !== 1) return code
  const folded = upper.charCodeAt(0)
  return code >= 128 && folded < 128 ? code : folded
}

function variantsOf(code: number): number[] {
  const text = String.fromCharCode(code)
  return [code, ...[text.toUpperCase(), text.toLowerCase()].filter((each) => each.length === 1).map((each) => each.charCodeAt(0))].filter(
    (each) => foldOf(each) === foldOf(code),
  )
}

class Writer {
  readonly code: Instruction[] = []
  slots: number

  constructor(slots: number) {
    this.slots = slots
  }

  write(tree: Tree): void {
    if (this.code.length > longestProgram) throw new UnsupportedRegex('too long')
    switch (tree.kind) {
      case 'empty':
        return
      case 'one':
        this.code.push({ do: 'take', test: tree.test, next: this.code.length + 1 })
        return
      case 'assert':
        this.code.push({ do: 'assert', test: tree.test, next: this.code.length + 1 })
        return
      case 'group':
        if (tree.slot !== undefined) this.code.push({ do: 'save', slot: 2 * tree.slot, next: this.code.length + 1 })
        this.write(tree.inner)
        if (tree.slot !== undefined) this.code.push({ do: 'save', slot: 2 * tree.slot + 1, next: this.code.length + 1 })
        return
      case 'all':
        for (const part of tree.parts) this.write(part)
        return
      case 'either':
        return this.either(tree.options)
      case 'repeat':
        return this.repeat(tree)
    }
  }

  private either([option, ...others]: Tree[]): void {
    if (others.length === 0) return this.write(option!)
    const fork = this.fork()
    this.write(option!)
    const jump = this.fork()
    fork.second = this.code.length
    this.either(others)
    jump.first = jump.second = this.code.length
  }

  private repeat(repeat: Extract<Tree, { kind: 'repeat' }>): void {
    const { least, most, isGreedy } = repeat
    for (let count = 0; count < least; count++) this.body(repeat)
    if (most === Infinity) {
      const start = this.code.length
      const fork = this.fork()
      this.body(repeat)
      this.code.push({ do: 'both', first: start, second: start })
      this.close(fork, isGreedy)
      return
    }
    const forks = []
    for (let count = least; count < most; count++) {
      forks.push(this.fork())
      const slot = this.slots++
      this.code.push({ do: 'save', slot, next: this.code.length + 1 })
      this.body(repeat)
      this.code.push({ do: 'moved', slot, next: this.code.length + 1 })
    }
    for (const fork of forks) this.close(fork, isGreedy)
  }

  private body({ inner, groups: [from, to] }: Extract<Tree, { kind: 'repeat' }>): void {
    if (to >= from) this.code.push({ do: 'forget', from, to, next: this.code.length + 1 })
    this.write(inner)
  }

  /** A choice whose first way is what comes next. */
  private fork(): Extract<Instruction, { do: 'both' }> {
    const fork: Extract<Instruction, { do: 'both' }> = { do: 'both', first: this.code.length + 1, second: 0 }
    this.code.push(fork)
    return fork
  }

  private close(fork: Extract<Instruction, { do: 'both' }>, isGreedy: boolean): void {
    fork.second = this.code.length
    if (!isGreedy) [fork.first, fork.second] = [fork.second, fork.first]
  }
}

function riskOf(tree: Tree): { repeats: number; choices: number; isNested: boolean } {
  const risk = { repeats: 0, choices: 0, isNested: false }
  const visit = (each: Tree, isRepeated: boolean): void => {
    switch (each.kind) {
      case 'group':
        return visit(each.inner, isRepeated)
      case 'all':
        for (const part of each.parts) visit(part, isRepeated)
        return
      case 'either':
        risk.choices += each.options.length - 1
        risk.isNested ||= isRepeated
        for (const option of each.options) visit(option, isRepeated)
        return
      case 'repeat': {
        const varies = each.most !== each.least
        if (varies) {
          if (each.most - each.least > 1) risk.repeats++
          else risk.choices++
        }
        risk.isNested ||= isRepeated && varies
        return visit(each.inner, isRepeated || each.most > 1)
      }
      default:
    }
  }
  visit(tree, false)
  return risk
}
