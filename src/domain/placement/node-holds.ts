// Nodes that are kept from some jobs for some time: for a job that has its start reserved there, for one whose victims are
// still leaving, for maintenance. A job sees the nodes that are left to it: the pool is turned to that sight before it is asked.
import type { NodePool } from './node-pool.ts'

/** Whoever runs at a time in [from, until) may not lie on these nodes, but for the job itself. */
export interface NodeHold {
  readonly kind: 'reserved' | 'claimed' | 'maintenance'
  /** The job for which they are kept; -1: nobody. */
  readonly job: number
  readonly from: number
  readonly until: number
  readonly nodes: readonly number[]
}

/** So many holds are told apart by a mask; with more of them every sight is a new one. */
const MASKED = 50

export class NodeHolds {
  /** Grows by one with each change of what lies or is kept; answers of before then may be wrong. */
  version = 0
  private readonly pool: NodePool
  private readonly holds: NodeHold[] = []
  private readonly isShut: boolean[] = []
  /** By node: holds that are shut, and losses. */
  private readonly shutBy: Uint16Array

  constructor(pool: NodePool) {
    this.pool = pool
    this.shutBy = new Uint16Array(pool.layout.nodes)
  }

  get all(): readonly NodeHold[] {
    return this.holds
  }

  add(hold: NodeHold): void {
    this.holds.push(hold)
    this.isShut.push(false)
    this.version += 1
  }

  /** Drops the holds that the test names. */
  drop(isOver: (hold: NodeHold) => boolean): void {
    let kept = 0
    for (let at = 0; at < this.holds.length; at += 1) {
      const hold = this.holds[at]!
      if (isOver(hold)) {
        if (this.isShut[at]!) this.turn(hold, false)
        continue
      }
      this.holds[kept] = hold
      this.isShut[kept] = this.isShut[at]!
      kept += 1
    }
    if (kept === this.holds.length) return
    this.holds.length = kept
    this.isShut.length = kept
    this.version += 1
  }

  /** The node is lost, or is there again. */
  lose(node: number, isLost: boolean): void {
    this.shut(node, isLost ? 1 : -1)
    this.version += 1
  }

  /**
   * Turns the pool to what a job sees that runs in [start, end). Gives a number that is the same for the same sight; NaN: not known.
   * `claims`: whether those who wait for their victims keep their nodes from it.
   */
  turnTo(job: number, start: number, end: number, claims = true): number {
    let sight = 0
    for (let at = 0; at < this.holds.length; at += 1) {
      const hold = this.holds[at]!
      const isShut = hold.from < end && hold.until > start && hold.job !== job && (claims || hold.kind !== 'claimed')
      if (isShut) sight += 2 ** at
      if (isShut === this.isShut[at]) continue
      this.isShut[at] = isShut
      this.turn(hold, isShut)
    }
    return this.holds.length > MASKED ? Number.NaN : sight
  }

  /** Nothing is kept from anybody. */
  openAll(): void {
    for (let at = 0; at < this.holds.length; at += 1) {
      if (!this.isShut[at]!) continue
      this.isShut[at] = false
      this.turn(this.holds[at]!, false)
    }
  }

  private turn({ nodes }: NodeHold, isShut: boolean): void {
    for (const node of nodes) this.shut(node, isShut ? 1 : -1)
  }

  private shut(node: number, by: 1 | -1): void {
    const before = this.shutBy[node]!
    this.shutBy[node] = before + by
    if (before === 0) this.pool.takeOut(node)
    else if (before + by === 0) this.pool.putBack(node)
  }
}
