import { raise } from './error.ts'
import { charge } from './meter.ts'

/**
 * Sorts stably by halves. The halves and the order of comparisons are JSONata's, so that a comparison that contradicts itself, or
 * fails, leads to the same result.
 */
export function mergeSort(list: readonly unknown[], comesAfter: (left: unknown, right: unknown) => boolean): unknown[] {
  const sorted = list.slice()
  sortPart(sorted, list.slice(), 0, list.length, comesAfter)
  return sorted
}

/** Sorts a part that source and target have alike: its halves from target to source, which are then merged into target. */
function sortPart(
  target: unknown[],
  source: unknown[],
  from: number,
  to: number,
  comesAfter: (left: unknown, right: unknown) => boolean,
): void {
  if (to - from <= 1) return
  const middle = from + Math.floor((to - from) / 2)
  sortPart(source, target, from, middle, comesAfter)
  sortPart(source, target, middle, to, comesAfter)
  charge(to - from)
  let [first, second, at] = [from, middle, from]
  while (first < middle && second < to) target[at++] = comesAfter(source[first], source[second]) ? source[second++] : source[first++]
  while (first < middle) target[at++] = source[first++]
  while (second < to) target[at++] = source[second++]
}

/** So few that putting each in its place is quicker. */
const fewItems = 12

/** Numbers alone, or texts alone, in their own order: no comparison contradicts itself, so any stable way leads to the same. */
export function sortPlain<Item>(list: readonly Item[]): Item[] {
  charge(list.length * Math.ceil(Math.log2(list.length)))
  const sorted = list.slice()
  if (sorted.length > fewItems) return sorted.sort((left, right) => (left > right ? 1 : left < right ? -1 : 0))
  for (let at = 1; at < sorted.length; at++) {
    const item = sorted[at]!
    let place = at
    for (; place > 0 && sorted[place - 1]! > item; place--) sorted[place] = sorted[place - 1]!
    sorted[place] = item
  }
  return sorted
}

/** What the function given to `$sort` returns counts as JavaScript counts, unlike everywhere else. */
export function isTrulyTrue(value: unknown): boolean {
  return Boolean(value)
}

/** `^(…)`: a list of one is left as it is. */
export function sorted(list: readonly unknown[], comesAfter: (left: unknown, right: unknown) => boolean): readonly unknown[] {
  return list.length <= 1 ? list : mergeSort(list, comesAfter)
}

/** 1 if the left key comes after the right one, -1 before, 0 neither. What is missing comes last, also in descending order. */
export function orderOf(left: unknown, right: unknown, isDescending: boolean, position: number): -1 | 0 | 1 {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1
  if (!isKey(left) || !isKey(right)) raise('T2008', { value: isKey(left) ? right : left }, position)
  if (typeof left !== typeof right) raise('T2007', { value: left, value2: right }, position)
  if (left === right) return 0
  return (left as number) < (right as number) !== isDescending ? -1 : 1
}

function isKey(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number'
}
