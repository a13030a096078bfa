import { raise } from './error.ts'
import { append, isArray } from './list.ts'
import { charge } from './meter.ts'

interface Group {
  key: string
  /** Which pair of the constructor made the key. */
  pair: number
  /** The one item, or all of them. */
  data: unknown
  /** Its list was made here, and may grow. */
  isGrown: boolean
}

/** The groups of `{…}`, by key; in the order in which an object has its keys. */
export class Groups {
  private readonly groups = new Map<string, Group>()
  /** Objects have such keys first, whenever they were set. */
  private hasIndexes = false
  private readonly position: number

  constructor(position: number) {
    this.position = position
  }

  add(key: unknown, item: unknown, pair: number): void {
    checkKey(key, this.position)
    if (key === undefined) return
    const group = this.groups.get(key as string)
    if (!group) {
      this.groups.set(key as string, { key: key as string, pair, data: item, isGrown: false })
      this.hasIndexes ||= startsWithDigit(key as string)
      return
    }
    if (group.pair !== pair) raise('D1009', { value: key }, this.position)
    if (item === undefined) return
    if (group.data === undefined) {
      group.data = item
      return
    }
    if (!group.isGrown) {
      group.data = isArray(group.data) ? group.data.slice() : [group.data]
      group.isGrown = true
    }
    charge(1)
    append(group.data as unknown[], item)
  }

  all(): Group[] {
    return this.hasIndexes ? Object.values(Object.fromEntries(this.groups)) : [...this.groups.values()]
  }
}

function startsWithDigit(key: string): boolean {
  const unit = key.charCodeAt(0)
  return unit >= 0x30 && unit <= 0x39
}

export function checkKey(key: unknown, position: number): void {
  if (typeof key !== 'string' && key !== undefined) raise('T1003', { value: key }, position)
  if (key === '_jsonata_lambda' || key === '_jsonata_function') raise('D1013', { value: key }, position)
}

/** All items of a list as one group. */
export function gathered(list: readonly unknown[]): unknown {
  if (list.length <= 1) return list[0]
  charge(list.length)
  const present = list.filter((item) => item !== undefined)
  if (present.length <= 1) return present[0]
  const data: unknown[] = []
  for (const item of present) append(data, item)
  return data
}

/** A list to be grouped: an empty one still makes an object, of one missing item. */
export function orMissing(list: readonly unknown[]): readonly unknown[] {
  return list.length === 0 ? [undefined] : list
}
