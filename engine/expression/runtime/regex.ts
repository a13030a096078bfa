import type { Pattern } from './matcher.ts'

/** A regular expression of JavaScript's own. */
export function nativePattern(source: string, flags: string): Pattern {
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
