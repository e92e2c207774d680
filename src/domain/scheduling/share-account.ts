// The lending account of a share tree over time: what each node earned, had delivered, borrowed and lent, in unit-seconds.
// A change of one leaf costs its path to the root and the groups whose lending it moves, never all nodes: what a node lends
// is its idle guarantee times a ratio that all children of one group share at one moment, so the time integral of that
// ratio, kept once a group, settles a node whenever the node itself changes.
import type { PoolRules } from '../policy/pool-rules.ts'
import { guaranteesAt } from './guarantees.ts'
import type { ShareTreeShape } from './share-tree.ts'

/**
 * Who borrows from whom, at every moment (decision 14). Borrowed: what a node uses above its guarantee. Lent: what others
 * use of its idle guarantee. In each group borrowers draw first on the part of the group's guarantee that covers no child
 * (its common pot), then on idle siblings in proportion to what is idle there; what the group lends outward comes from its
 * pot first, then from its idle children in the same proportion.
 *
 * Equalities, for every group g with children c, at every moment and so over any time:
 *  - sum of (borrowed_c - lent_c) = (borrowed_g - lent_g) + pot_g; in the pool itself, sum of (borrowed_c - lent_c) = pot_0:
 *    who borrows has it from a sibling, from outside the group or from the pot, and from nowhere else.
 *  - delivered_n = earned_n + borrowed_n - unused_n, with 0 <= lent_n <= unused_n.
 *  - delivered_g = sum of delivered_c.
 * While capacity is lost, guarantees are those of `guaranteesAt`; more in use than the pool has (jobs that are about to be
 * stopped) is borrowed from nobody, and the first equality has that excess on its right side.
 *
 * Times are whole seconds that never go back. Lent and pot may be fractions of a unit-second; the others are integers.
 */
export class ShareAccount {
  readonly shape: ShareTreeShape
  /** Units in use by node index, now. */
  readonly allocated: Float64Array
  /** Unit-seconds by node index up to the node's last settling: call `settleAll` before reading them together. */
  readonly earned: Float64Array
  readonly delivered: Float64Array
  readonly borrowed: Float64Array
  readonly lent: Float64Array
  /** Unit-seconds by group index that were drawn from the group's common pot. */
  readonly pot: Float64Array
  private readonly rule: PoolRules['onCapacityLoss']
  private readonly groups: readonly number[]
  /** Guarantees that hold now; entry 0 is the capacity. */
  private guaranteed: Float64Array
  private readonly settledAt: Float64Array
  /** The group's ratio integral when the node was settled. */
  private readonly mark: Float64Array
  /** By group: units of its children above their guarantee, idle below it, and their guarantees together. */
  private readonly taken: Float64Array
  private readonly idle: Float64Array
  private readonly covered: Float64Array
  /** By group: lent / idle among its children now, its integral over time up to `ratioAt`, and what the pot gives now. */
  private readonly ratio: Float64Array
  private readonly integral: Float64Array
  private readonly ratioAt: Float64Array
  private readonly potNow: Float64Array
  private readonly isStale: Uint8Array
  private readonly isMoved: Uint8Array
  private isAnyStale = false
  private now: number

  constructor(shape: ShareTreeShape, startAt: number, rule: PoolRules['onCapacityLoss'] = 'scale') {
    const column = () => new Float64Array(shape.ids.length)
    this.shape = shape
    this.rule = rule
    this.now = startAt
    this.groups = shape.ids.map((_, node) => node).filter((node) => shape.children[node]!.length > 0)
    this.guaranteed = guaranteesAt(shape, shape.capacity, rule)
    ;[this.allocated, this.earned, this.delivered] = [column(), column(), column()]
    ;[this.borrowed, this.lent, this.pot, this.potNow] = [column(), column(), column(), column()]
    ;[this.taken, this.idle, this.covered] = [column(), column(), column()]
    ;[this.ratio, this.integral, this.mark] = [column(), column(), column()]
    this.settledAt = column().fill(startAt)
    this.ratioAt = column().fill(startAt)
    this.isStale = new Uint8Array(shape.ids.length)
    this.isMoved = new Uint8Array(shape.ids.length)
    this.countGroups()
  }

  /** Units start (positive) or end (negative) in a leaf. */
  changed(time: number, leaf: number, units: number): void {
    this.advance(time)
    const { parent } = this.shape
    let node = leaf
    for (;;) {
      this.settle(node, time)
      const before = this.allocated[node]! - this.guaranteed[node]!
      const after = before + units
      this.allocated[node]! += units
      const group = parent[node]!
      if (group === -1) break
      this.taken[group]! += (after > 0 ? after : 0) - (before > 0 ? before : 0)
      this.idle[group]! += (after < 0 ? -after : 0) - (before < 0 ? -before : 0)
      this.isStale[group] = 1
      node = group
    }
    this.isAnyStale = true
  }

  /** From now on the pool has this many units. */
  capacityChanged(time: number, capacity: number): void {
    this.settleAll(time)
    this.guaranteed = guaranteesAt(this.shape, capacity, this.rule)
    this.countGroups()
  }

  /** Brings every node's sums up to `time`. O(nodes). */
  settleAll(time: number): void {
    this.advance(time)
    for (let node = 0; node < this.allocated.length; node += 1) this.settle(node, time)
    for (const group of this.groups) this.closeRatio(group, time)
  }

  /** Unit-seconds that the node has borrowed and not given back: borrowed - lent since the start. Negative: it is owed. */
  debt(node: number, now: number): number {
    this.advance(now)
    this.settle(node, now)
    return this.borrowed[node]! - this.lent[node]!
  }

  private countGroups(): void {
    for (const group of this.groups) {
      let [taken, idle, covered] = [0, 0, 0]
      for (const child of this.shape.children[group]!) {
        const over = this.allocated[child]! - this.guaranteed[child]!
        covered += this.guaranteed[child]!
        if (over > 0) taken += over
        else idle -= over
      }
      this.taken[group] = taken
      this.idle[group] = idle
      this.covered[group] = covered
      this.isStale[group] = 1
    }
    this.isAnyStale = true
  }

  /** Changes of one instant move the ratios once, when time goes on. */
  private advance(time: number): void {
    if (time <= this.now) return
    if (this.isAnyStale) this.moveRatios()
    this.now = time
  }

  private moveRatios(): void {
    this.isAnyStale = false
    // Parents stand before their children: what a group lends outward is known when its own ratio is asked for.
    for (const group of this.groups) {
      const above = this.shape.parent[group]!
      const isMoved = this.isStale[group] === 1 || (above !== -1 && this.isMoved[above] === 1)
      this.isMoved[group] = 0
      if (!isMoved) continue
      this.isStale[group] = 0
      this.closeRatio(group, this.now)
      this.moveRatio(group, above)
    }
  }

  private moveRatio(group: number, above: number): void {
    const idle = this.idle[group]!
    const taken = this.taken[group]!
    const spare = this.guaranteed[group]! - this.allocated[group]!
    const uncovered = this.guaranteed[group]! - this.covered[group]!
    const outward = above === -1 || spare <= 0 ? 0 : this.ratio[above]! * spare
    const potIdle = Math.max(0, uncovered - taken)
    const among = Math.max(0, taken - uncovered - Math.max(0, -spare))
    const lending = Math.min(idle, among + Math.max(0, outward - potIdle))
    const ratio = idle === 0 ? 0 : lending / idle
    this.potNow[group] = Math.min(uncovered, taken) + Math.min(outward, potIdle)
    this.isMoved[group] = ratio === this.ratio[group] ? 0 : 1
    this.ratio[group] = ratio
  }

  private closeRatio(group: number, time: number): void {
    const seconds = time - this.ratioAt[group]!
    if (seconds === 0) return
    this.integral[group]! += this.ratio[group]! * seconds
    this.pot[group]! += this.potNow[group]! * seconds
    this.ratioAt[group] = time
  }

  private settle(node: number, time: number): void {
    const seconds = time - this.settledAt[node]!
    if (seconds === 0) return
    this.settledAt[node] = time
    const owned = this.guaranteed[node]!
    const inUse = this.allocated[node]!
    const over = inUse - owned
    this.earned[node]! += owned * seconds
    this.delivered[node]! += inUse * seconds
    if (node === 0) return
    if (over > 0) this.borrowed[node]! += over * seconds
    const group = this.shape.parent[node]!
    const integral = this.integral[group]! + this.ratio[group]! * (time - this.ratioAt[group]!)
    if (over < 0) this.lent[node]! -= over * (integral - this.mark[node]!)
    this.mark[node] = integral
  }
}
