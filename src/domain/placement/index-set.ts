// Sets of small whole numbers that give their lowest member quickly, and such sets by key. Their state is the set and nothing
// else: no order of insertion, so that whatever is undone is undone exactly, and the same set gives the same choice.

/** A set of 0 .. size-1 as bits, with summaries of 32 words each above: next() looks at one word a layer. */
export class IndexSet {
  private readonly layers: Int32Array[] = []

  constructor(size: number) {
    let words = Math.max(1, size)
    do {
      words = Math.ceil(words / 32)
      this.layers.push(new Int32Array(words))
    } while (words > 1)
  }

  add(member: number): void {
    let at = member
    for (const layer of this.layers) {
      const word = at >>> 5
      const before = layer[word] ?? 0
      layer[word] = before | (1 << (at & 31))
      if (before !== 0) return
      at = word
    }
  }

  delete(member: number): void {
    let at = member
    for (const layer of this.layers) {
      const word = at >>> 5
      const after = (layer[word] ?? 0) & ~(1 << (at & 31))
      layer[word] = after
      if (after !== 0) return
      at = word
    }
  }

  /** The smallest member that is `from` or more; -1: none. */
  next(from: number): number {
    let at = from
    for (let depth = 0; depth < this.layers.length; depth += 1) {
      const layer = this.layers[depth] as Int32Array
      const word = at >>> 5
      if (word >= layer.length) return -1
      const bits = (layer[word] ?? 0) & (-1 << (at & 31))
      if (bits !== 0) return this.lowestBelow(depth, (word << 5) | lowestBit(bits))
      at = word + 1
    }
    return -1
  }

  private lowestBelow(depth: number, member: number): number {
    let at = member
    for (let below = depth - 1; below >= 0; below -= 1) {
      at = (at << 5) | lowestBit(this.layers[below]?.[at] ?? 0)
    }
    return at
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits)
}

/** Items 0 .. items-1, each under one key 0 .. keys-1 or under none; finds the least key at or above one, and its lowest item. */
export class KeyedIndex {
  private readonly rows: (IndexSet | undefined)[]
  private readonly counts: Int32Array
  private readonly filled: IndexSet
  private readonly items: number

  constructor(items: number, keys: number) {
    this.items = items
    this.rows = Array.from<undefined>({ length: keys })
    this.counts = new Int32Array(keys)
    this.filled = new IndexSet(keys)
  }

  add(item: number, key: number): void {
    const row = (this.rows[key] ??= new IndexSet(this.items))
    row.add(item)
    const count = (this.counts[key] ?? 0) + 1
    this.counts[key] = count
    if (count === 1) this.filled.add(key)
  }

  delete(item: number, key: number): void {
    this.rows[key]?.delete(item)
    const count = (this.counts[key] ?? 0) - 1
    this.counts[key] = count
    if (count === 0) this.filled.delete(key)
  }

  /** The least key at or above `from` that has an item; -1: none. */
  nextKey(from: number): number {
    return this.filled.next(from)
  }

  /** The lowest item of a key that is `from` or more; -1: none. */
  nextItem(key: number, from: number): number {
    if (this.counts[key] === 0) return -1
    return this.rows[key]?.next(from) ?? -1
  }

  countOf(key: number): number {
    return this.counts[key] ?? 0
  }

  /** The first item by key, then by number, of keys at or above `from`; -1: none. */
  first(from: number): number {
    const key = this.filled.next(from)
    return key === -1 ? -1 : this.nextItem(key, 0)
  }

  /** As `first`, among the items `low` .. `high`-1 only. */
  firstWithin(from: number, low: number, high: number): number {
    for (let key = this.filled.next(from); key !== -1; key = this.filled.next(key + 1)) {
      const item = this.nextItem(key, low)
      if (item !== -1 && item < high) return item
    }
    return -1
  }
}
