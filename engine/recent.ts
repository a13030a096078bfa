/**
 * Keeps what was made or asked for latest, between `count` and twice as many. There are two generations: the younger one becomes the
 * older one when it is full, and what nobody has asked for since goes with that.
 */
export class Recent<Key, Value extends {}> {
  private young = new Map<Key, Value>()
  private old = new Map<Key, Value>()
  private readonly count: number

  constructor(count: number) {
    this.count = count
  }

  get(key: Key): Value | undefined {
    const young = this.young.get(key)
    if (young !== undefined) return young
    const old = this.old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  set(key: Key, value: Value): Value {
    if (this.young.size >= this.count) {
      this.old = this.young
      this.young = new Map()
    }
    this.young.set(key, value)
    return value
  }
}
