import { once } from '../../once.ts'
import { raise } from './error.ts'
import type { Pattern } from './matcher.ts'
import { compileRegex, type Program, UnsupportedRegex } from './regex-program.ts'
import { linearPattern } from './regex-run.ts'

/** Steps of JavaScript's engine that are always affordable: some milliseconds, in which nobody looks at the clock. */
const affordableSteps = 1e7
/** So few that the clock need not be looked at for them. */
const cheapSteps = 2e4

/** Characters of a pattern: what can be promised of it is found out in time that grows with its square. */
const longestSource = 10_000

/**
 * A regular expression in bounded time. JavaScript's own engine is the faster one by far, and runs wherever the pattern and the length
 * of the text prove that it cannot take long; everything else runs in linear time. A library that brings such an engine (RE2JS) was
 * considered: it has another syntax and other groups than JavaScript, so that one expression would have two meanings.
 *
 * What neither can promise, because it looks back or ahead, is refused in a document and left to JavaScript in a library, as in JSONata.
 */
export function boundedPattern(source: string, flags: string, isRefused: boolean): Pattern {
  const native = nativePattern(source, flags)
  const program = source.length > longestSource ? undefined : programOf(source, flags)
  if (!program) {
    if (!isRefused) return native
    const reason =
      source.length > longestSource
        ? `Write it in ${longestSource} characters at most.`
        : 'Write it without references to groups, and without looking ahead or back.'
    return raise('expression.regex-refused', { value: `/${source}/`, reason })
  }
  const longest = longestForNative(program, affordableSteps)
  const linear = once(() => linearPattern(source, program))
  const find: Pattern['find'] = (text, from) => (text.length - from <= longest ? native : linear()).find(text, from)
  return { ...native, longest, cheap: longestForNative(program, cheapSteps), find }
}

function programOf(source: string, flags: string): Program | undefined {
  try {
    return compileRegex(source, flags)
  } catch (error) {
    if (error instanceof UnsupportedRegex || error instanceof RangeError) return undefined
    throw error
  }
}

/** The longest text on which JavaScript's engine takes no more than so many steps, from whatever place it starts. */
function longestForNative(program: Program, steps: number): number {
  return Math.max(longestByCount(program, steps), program.isDeterministic ? longestOfDeterministic(program, steps) : 0)
}

/** Each repetition multiplies the ways by the length of the text at most, each choice by two, and every way is tried from every place. */
function longestByCount({ repeats, choices, isNested }: Program, steps: number): number {
  return isNested ? 0 : Math.floor((steps / 2 ** choices) ** (1 / (repeats + 1)))
}

/**
 * From every place one way goes as far as it can, which is nowhere far without repetitions; on the way back every other choice is tried
 * once, and ends at once.
 */
function longestOfDeterministic({ repeats, choices }: Program, steps: number): number {
  return Math.floor((steps / (1 + repeats + choices)) ** (repeats === 0 ? 1 : 1 / 2))
}

function nativePattern(source: string, flags: string): Pattern {
  const expression = new RegExp(source, `${flags}g`)
  return {
    source,
    native: expression,
    consumes: consumes(source, flags),
    find: (text, from) => {
      expression.lastIndex = from
      const found = expression.exec(text)
      return found ? { start: found.index, end: found.index + found[0].length, groups: found.slice(1) } : undefined
    },
  }
}

/** Without assertions, whatever matches an empty text somewhere matches the empty text. */
function consumes(source: string, flags: string): boolean {
  const hasAssertions = /\\[bB]|\(\?(?!:)|(?<!\[)\^|\$/.test(source)
  return !hasAssertions && !new RegExp(source, flags).test('')
}
