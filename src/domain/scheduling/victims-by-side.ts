// Victims where nothing is rebalanced: whoever borrows, side by side of the claimant's path, the fuller side first; and jobs of
// its own project below its priority. A side is a node beside the path; only what is above its guarantees all the way down
// is looked at, and of that only the projects whose first victim may be the one.
import { compareVictims, lostWork, type Claimant, type RunningView, type Victim, type VictimKind } from './victims.ts'
import type { PlannedTree } from './planned-tree.ts'

const UNKNOWN = -2
const NOBODY = -1

export class VictimsBySide {
  private readonly tree: PlannedTree
  private readonly running: RunningView
  private readonly entitlement: Float64Array
  private claimant!: Claimant
  /** Sides: the node beside the path, steps up to the path, and where its projects begin; one more for the end. */
  private readonly sides: number[] = []
  private readonly steps: number[] = []
  private readonly from: number[] = []
  /** Projects of all sides: the leaf, its first victim that is not taken, how many are, and that it borrows no more. */
  private count = 0
  private readonly leaf: Int32Array
  private readonly best: Int32Array
  private readonly takenIn: Int32Array
  private readonly isOut: Uint8Array
  /** Side and place by leaf, or -1. */
  private readonly sideOf: Int32Array
  private readonly placeOf: Int32Array
  private readonly taken = new Set<number>()

  constructor(tree: PlannedTree, running: RunningView, entitlement: Float64Array) {
    const size = tree.shape.ids.length
    this.tree = tree
    this.running = running
    this.entitlement = entitlement
    this.leaf = new Int32Array(size)
    this.best = new Int32Array(size)
    this.takenIn = new Int32Array(size)
    this.isOut = new Uint8Array(size)
    this.sideOf = new Int32Array(size).fill(NOBODY)
    this.placeOf = new Int32Array(size).fill(NOBODY)
  }

  /** The tree is where a plan begins. */
  begin(claimant: Claimant): void {
    this.claimant = claimant
    for (let place = 0; place < this.count; place += 1) {
      this.sideOf[this.leaf[place]!] = NOBODY
      this.placeOf[this.leaf[place]!] = NOBODY
    }
    this.count = 0
    this.sides.length = 0
    this.steps.length = 0
    this.from.length = 0
    this.taken.clear()
    const { parent, children } = this.tree.shape
    let steps = 1
    for (let node = claimant.leaf; node !== 0; node = parent[node]!, steps += 1) {
      for (const side of children[parent[node]!]!) {
        if (side === node) continue
        const from = this.count
        this.gather(side)
        if (this.count === from) continue
        this.sides.push(side)
        this.steps.push(steps)
        this.from.push(from)
      }
    }
    this.from.push(this.count)
  }

  /** The same claimant once more, from the beginning. */
  restart(): void {
    this.taken.clear()
    for (let place = 0; place < this.count; place += 1) {
      this.isOut[place] = 0
      if (this.takenIn[place] === 0) continue
      this.takenIn[place] = 0
      this.best[place] = UNKNOWN
    }
  }

  /** The next victim; null: there is none. */
  pick(): Victim | null {
    let best = NOBODY
    let bestSide = NOBODY
    for (let side = 0; side < this.sides.length; side += 1) {
      if (this.tree.stepWithin >= this.steps[side]!) continue
      const order = best === NOBODY ? 0 : this.bySaturation(side, bestSide)
      if (order > 0) continue
      const found = this.bestIn(side, order < 0 ? NOBODY : best)
      // Nobody of an equally full side comes first: the best is still that of the other side.
      if (found === NOBODY || found === best) continue
      best = found
      bestSide = side
    }
    if (best !== NOBODY) return { job: best, kind: 'reclaim' }
    const own = this.bestOfOwn()
    return own === NOBODY ? null : { job: own, kind: 'preempt' }
  }

  /** What the job would be a victim of now; null: it may not be stopped. */
  kindOf(job: number): VictimKind | null {
    const leaf = this.running.leafOf[job]!
    if (leaf === this.claimant.leaf) {
      return this.running.priorityOf(job) < this.claimant.priority ? 'preempt' : null
    }
    const side = this.sideOf[leaf]!
    if (side === NOBODY || this.tree.stepWithin >= this.steps[side]!) return null
    return this.tree.isAboveGuarantees(leaf) ? 'reclaim' : null
  }

  /** The victim is gone from the tree. */
  took(job: number): void {
    const leaf = this.running.leafOf[job]!
    this.taken.add(job)
    const place = this.placeOf[leaf]!
    if (place === NOBODY) return
    this.takenIn[place]! += 1
    this.best[place] = UNKNOWN
    if (this.tree.isAboveGuarantees(leaf)) return
    // It, or a group above it, is back at its own: nobody below that loses more.
    const side = this.sideOf[leaf]!
    for (let other = this.from[side]!; other < this.from[side + 1]!; other += 1) {
      if (!this.tree.isAboveGuarantees(this.leaf[other]!)) this.isOut[other] = 1
    }
  }

  private gather(node: number): void {
    const { shape, use } = this.tree
    if (use.allocated[node]! <= shape.guarantee[node]!) return
    const children = shape.children[node]!
    for (const child of children) this.gather(child)
    if (children.length > 0 || this.running.runningIn(node).length === 0) return
    this.leaf[this.count] = node
    this.best[this.count] = UNKNOWN
    this.takenIn[this.count] = 0
    this.isOut[this.count] = 0
    this.sideOf[node] = this.sides.length
    this.placeOf[node] = this.count
    this.count += 1
  }

  private bySaturation(side: number, other: number): number {
    return this.tree.bySaturation(this.sides[side]!, this.sides[other]!, this.entitlement)
  }

  /** The first of the side that comes before `best`; `best` when nobody does. */
  private bestIn(side: number, best: number): number {
    const { running, leaf, isOut } = this
    const known = running.firstVictims ?? null
    let found = best
    let priority = best === NOBODY ? Infinity : running.priorityOf(best)
    let lost = best === NOBODY ? Infinity : lostWork(running, best)
    const end = this.from[side + 1]!
    for (let place = this.from[side]!; place < end; place += 1) {
      if (isOut[place] === 1) continue
      let first = this.best[place]!
      if (first === UNKNOWN) {
        const isKept = known !== null && this.takenIn[place] === 0
        if (isKept && !known.mayPrecede(leaf[place]!, priority, lost)) continue
        first = isKept ? known.of(leaf[place]!) : this.firstIn(leaf[place]!)
        this.best[place] = first
      }
      if (first === NOBODY || (found !== NOBODY && compareVictims(running, first, found) >= 0)) continue
      found = first
      priority = running.priorityOf(found)
      lost = lostWork(running, found)
    }
    return found
  }

  private firstIn(leaf: number): number {
    const { running, taken } = this
    let first = NOBODY
    for (const job of running.runningIn(leaf)) {
      if (!running.isStoppable(job) || taken.has(job)) continue
      if (first === NOBODY || compareVictims(running, job, first) < 0) first = job
    }
    return first
  }

  private bestOfOwn(): number {
    const { running, taken, claimant } = this
    let first = NOBODY
    for (const job of running.runningIn(claimant.leaf)) {
      if (running.priorityOf(job) >= claimant.priority || !running.isStoppable(job) || taken.has(job)) continue
      if (first === NOBODY || compareVictims(running, job, first) < 0) first = job
    }
    return first
  }
}
