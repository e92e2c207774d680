// A set of nodes, walked in their order without a look at those that are not in it.

const NONE = -1

export class LeafSet {
  private readonly words: Int32Array

  /** Of nodes below `size`. */
  constructor(size: number) {
    this.words = new Int32Array((size >>> 5) + 1)
  }

  add(node: number): void {
    this.words[node >>> 5]! |= 1 << (node & 31)
  }

  remove(node: number): void {
    this.words[node >>> 5]! &= ~(1 << (node & 31))
  }

  /** The first that is not before `from`; -1: there is none. */
  firstFrom(from: number): number {
    let word = from >>> 5
    if (word >= this.words.length) return NONE
    let bits = this.words[word]! & (-1 << (from & 31))
    while (bits === 0) {
      word += 1
      if (word === this.words.length) return NONE
      bits = this.words[word]!
    }
    return (word << 5) + 31 - Math.clz32(bits & -bits)
  }
}
