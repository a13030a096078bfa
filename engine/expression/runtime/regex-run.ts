import type { Pattern } from './matcher.ts'
import { charge } from './meter.ts'
import type { Instruction, Program } from './regex-program.ts'

interface Thread {
  at: number
  slots: readonly number[]
}

/**
 * Runs a program on a text with all of its ways at once, the preferred ones first (Thompson, Pike): each place of the program is at
 * most once at each place of the text, so the time is their product, whatever the pattern. JavaScript's own engine tries one way after
 * the other, and for some patterns there are exponentially many.
 */
export function linearPattern(source: string, { code, groups, slots: slotCount }: Program): Pattern {
  const seen = new Int32Array(code.length)
  let generation = 0

  const follow = (threads: Thread[], text: string, position: number, start: number, slots: readonly number[]): void => {
    if (seen[start] === generation) return
    seen[start] = generation
    const step = code[start]!
    switch (step.do) {
      case 'both':
        follow(threads, text, position, step.first, slots)
        if (step.second !== step.first) follow(threads, text, position, step.second, slots)
        return
      case 'assert':
        if (step.test(text, position)) follow(threads, text, position, step.next, slots)
        return
      case 'save':
        return follow(threads, text, position, step.next, slots.with(step.slot, position))
      case 'moved':
        if (slots[step.slot] !== position) follow(threads, text, position, step.next, slots)
        return
      case 'forget':
        return follow(threads, text, position, step.next, without(slots, step))
      default:
        threads.push({ at: start, slots })
    }
  }

  const find: Pattern['find'] = (text, from) => {
    const none: readonly number[] = Array.from<number>({ length: slotCount }).fill(-1)
    let threads: Thread[] = []
    let found: readonly number[] | undefined
    for (let position = from; position <= text.length; position++) {
      generation++
      const present: Thread[] = []
      for (const { at, slots } of threads) follow(present, text, position, at, slots)
      if (!found) follow(present, text, position, 0, none)
      if (present.length === 0 && found) break
      charge(1 + present.length)
      threads = []
      const unit = text.charCodeAt(position)
      for (const { at, slots } of present) {
        const step = code[at]!
        if (step.do === 'match') {
          found = slots
          // The ways behind are less preferred than one that has matched.
          break
        }
        if (step.do === 'take' && position < text.length && step.test(unit)) threads.push({ at: step.next, slots })
      }
    }
    if (!found) return undefined
    const group = (index: number) => (found[2 * index + 1]! < 0 ? undefined : text.slice(found[2 * index]!, found[2 * index + 1]))
    return { start: found[0]!, end: found[1]!, groups: Array.from({ length: groups }, (_, index) => group(index + 1)) }
  }
  return { source, find }
}

function without(slots: readonly number[], { from, to }: Extract<Instruction, { do: 'forget' }>): readonly number[] {
  const kept = slots.slice()
  for (let group = from; group <= to; group++) kept[2 * group] = kept[2 * group + 1] = -1
  return kept
}
