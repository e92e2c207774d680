// The RFC 6962 hash tree of a log, as far as one must know it to append: the roots of its whole subtrees, from the largest
// to the smallest. https://www.rfc-editor.org/rfc/rfc6962#section-2.1

/** SHA-256. Given from outside: node:crypto on the server, another one in a browser. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

export const HASH_BYTES = 32
/** Every so many levels the roots of whole subtrees are kept, to be published as tiles (C2SP tlog-tiles). */
const TILE_LEVELS = 8

/** The root of a whole subtree of 256^level leaves, the index-th from the left. */
export interface SubtreeRoot {
  readonly level: number
  readonly index: number
  readonly hash: Uint8Array
}

export class LogTree {
  #size: number
  readonly #roots: Uint8Array[]
  readonly #sha256: Sha256
  readonly #node = new Uint8Array(1 + 2 * HASH_BYTES)

  /**
   * @param size how many leaves there are
   * @param frontier what `frontier()` of a tree of that size gave; empty for size 0
   */
  constructor(sha256: Sha256, size = 0, frontier: Uint8Array = new Uint8Array()) {
    this.#sha256 = sha256
    this.#size = size
    this.#roots = []
    for (let at = 0; at < frontier.length; at += HASH_BYTES) this.#roots.push(frontier.slice(at, at + HASH_BYTES))
    this.#node[0] = 1
  }

  get size(): number {
    return this.#size
  }

  /** Appends one leaf by its hash; what becomes whole at a level of tiles is added to `whole`. */
  append(leafHash: Uint8Array, whole: SubtreeRoot[]): void {
    let hash = leafHash
    let level = 0
    let index = this.#size
    while (index % 2 === 1) {
      const left = this.#roots.pop()
      if (left === undefined) throw new Error('bug: the frontier fits the size')
      hash = this.#parent(left, hash)
      index = (index - 1) / 2
      level += 1
      if (level % TILE_LEVELS === 0) whole.push({ level: level / TILE_LEVELS, index, hash })
    }
    this.#roots.push(hash)
    this.#size += 1
  }

  root(): Uint8Array {
    let hash = this.#roots.at(-1)
    if (hash === undefined) return this.#sha256(new Uint8Array())
    for (let at = this.#roots.length - 2; at >= 0; at -= 1) hash = this.#parent(this.#roots[at] ?? hash, hash)
    return hash
  }

  /** 32 bytes for each whole subtree, the largest first. */
  frontier(): Uint8Array {
    const bytes = new Uint8Array(this.#roots.length * HASH_BYTES)
    for (const [at, root] of this.#roots.entries()) bytes.set(root, at * HASH_BYTES)
    return bytes
  }

  #parent(left: Uint8Array, right: Uint8Array): Uint8Array {
    this.#node.set(left, 1)
    this.#node.set(right, 1 + HASH_BYTES)
    return this.#sha256(this.#node)
  }
}
