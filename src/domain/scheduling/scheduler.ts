// The scheduler: a deterministic state machine. Submit and finish go in, the jobs that start come out. It is the one that the
// simulator runs; it keeps indexes between calls for speed, and a slow one that starts from scratch is its oracle in tests.
//
// One project and no shares: exactly FCFS and EASY as published (Mu'alem and Feitelson 2001), see docs/decisions.
//  - What is free now follows from the requested ends: a job whose requested end is now no longer counts.
//  - A submission leads to a pass only if the new job fits now; each end leads to a pass.
//  - A pass starts first candidates while they fit. EASY then reserves the earliest start for the first that waits for
//    capacity, and starts later ones that end before it or fit beside it.
// With a tree, "first" is the tournament's order, "fits" is headroom on the whole path, and "beside it" is headroom in the
// state of the tree at the reserved start with the reserved job in place.
import { assert } from '../kernel/assert.ts'
import { computeEntitlement, entitlementTable, type EntitlementTable } from './entitlement.ts'
import { RunningSet } from './running-set.ts'
import { allocate, copyUse, emptyUse, headroom, obstacle, release } from './share-tree.ts'
import type { ShareTreeShape, TreeUse } from './share-tree.ts'
import { firstCandidate, type TournamentState } from './tournament.ts'
import { WaitingQueue } from './waiting-queue.ts'

export type QueueDiscipline = 'fcfs' | 'easy'

/** Jobs by number, in order of arrival: whole units, whole seconds, leaf index of the tree. */
export interface JobColumns {
  readonly units: Float64Array
  readonly requested: Float64Array
  readonly leaf: Int32Array
}

export type Submission = 'queued' | 'larger-than-limits'

export class Scheduler {
  readonly shape: ShareTreeShape
  /** By leaf index. */
  readonly queues: readonly WaitingQueue[]
  readonly use: TreeUse
  private readonly jobs: JobColumns
  private readonly discipline: QueueDiscipline
  private readonly leaves: readonly number[]
  private readonly position: Int32Array
  private readonly requestedEnd: Float64Array
  private readonly running: RunningSet
  /** Running + waiting units by node index (leaves only). */
  private readonly demand: Float64Array
  /** Most that a leaf could ever start on the empty pool. */
  private readonly largest: Float64Array
  private readonly shadow: TreeUse
  private readonly table: EntitlementTable
  private isDemandNew = true
  /**
   * Projects whose first job waits for a limit of its own tree in this pass: they stand and the others go on. Their smaller
   * jobs do not overtake, or the first would wait for as long as small ones come.
   */
  private readonly isHeld = new Set<number>()
  private readonly tournament: TournamentState
  private readonly place = (job: number, position: number) => {
    this.position[job] = position
  }

  constructor(shape: ShareTreeShape, jobs: JobColumns, discipline: QueueDiscipline) {
    this.shape = shape
    this.jobs = jobs
    this.discipline = discipline
    this.leaves = shape.ids.map((_, node) => node).filter((node) => node > 0 && shape.children[node]!.length === 0)
    this.queues = shape.ids.map(() => new WaitingQueue())
    this.use = emptyUse(shape)
    this.shadow = emptyUse(shape)
    this.position = new Int32Array(jobs.units.length).fill(-1)
    this.requestedEnd = new Float64Array(jobs.units.length)
    this.running = new RunningSet((job) => this.requestedEnd[job]!)
    this.demand = new Float64Array(shape.ids.length)
    this.table = entitlementTable(shape)
    this.largest = Float64Array.from(shape.ids, (_, node) => headroom(shape, this.use, node))
    this.tournament = { shape, use: this.use, entitlement: this.table.entitlement, unitsOf: jobs.units }
  }

  /** Entitlement by node index, for the demand as it is now. */
  entitlement(): Float64Array {
    if (this.isDemandNew) computeEntitlement(this.shape, this.demand, this.table)
    this.isDemandNew = false
    return this.table.entitlement
  }

  /** Puts a job in its queue. `started` receives the jobs that start now, in order. */
  submit(now: number, job: number, started: number[]): Submission {
    const leaf = this.jobs.leaf[job]!
    const units = this.jobs.units[job]!
    if (units > this.largest[leaf]!) return 'larger-than-limits'
    this.releaseEnded(now)
    this.queues[leaf]!.append({ index: job, units, requested: this.jobs.requested[job]! }, this.place)
    this.changeDemand(leaf, units)
    if (obstacle(this.shape, this.use, leaf, units) === null) this.pass(now, started)
    return 'queued'
  }

  /** A running job is over. `started` receives the jobs that start now, in order. */
  finish(now: number, job: number, started: number[]): void {
    assert(this.requestedEnd[job]! > 0, 'only a started job finishes')
    const leaf = this.jobs.leaf[job]!
    if (this.running.remove(job)) release(this.shape, this.use, leaf, this.jobs.units[job]!)
    this.changeDemand(leaf, -this.jobs.units[job]!)
    this.releaseEnded(now)
    this.pass(now, started)
  }

  /** A job that reaches its requested end now no longer counts, even before its end is reported. */
  private releaseEnded(now: number): void {
    for (const job of this.running.takeEnded(now)) {
      release(this.shape, this.use, this.jobs.leaf[job]!, this.jobs.units[job]!)
    }
  }

  private pass(now: number, started: number[]): void {
    this.isHeld.clear()
    const first = this.startFirsts(now, started)
    const isFull = this.use.allocated[0]! >= this.shape.capacity
    if (first !== null && this.discipline === 'easy' && !isFull) this.backfill(now, first, started)
  }

  /** Starts the first candidates while they fit. Returns the first that waits for capacity, if any. */
  private startFirsts(now: number, started: number[]): number | null {
    const head = (leaf: number): number | null => {
      if (this.isHeld.has(leaf)) return null
      const position = this.queues[leaf]!.firstFrom(0)
      return position === -1 ? null : this.queues[leaf]!.jobAt(position)
    }
    for (;;) {
      const job = this.first(head)
      if (job === null) return null
      const leaf = this.jobs.leaf[job]!
      const reason = obstacle(this.shape, this.use, leaf, this.jobs.units[job]!)
      if (reason === null) this.start(now, job, started)
      else if (reason === 'pool-full' || reason === 'lending-withheld') return job
      else this.isHeld.add(leaf)
    }
  }

  private backfill(now: number, reserved: number, started: number[]): void {
    const reservedStart = this.reserve(reserved)
    const window = reservedStart - now
    const next = new Map<number, number>()
    const reservedLeaf = this.jobs.leaf[reserved]!
    const candidateOf = (leaf: number): number | null => {
      if (this.isHeld.has(leaf)) return null
      const queue = this.queues[leaf]!
      let from = next.get(leaf)
      if (from === undefined) {
        const head = queue.firstFrom(0)
        if (head === -1) return null
        from = leaf === reservedLeaf ? head + 1 : head
      }
      const found = this.nextBeside(leaf, from, window)
      next.set(leaf, found === -1 ? Number.MAX_SAFE_INTEGER : found)
      return found === -1 ? null : queue.jobAt(found)
    }
    for (;;) {
      const job = this.first(candidateOf)
      if (job === null) return
      const leaf = this.jobs.leaf[job]!
      const units = this.jobs.units[job]!
      this.start(now, job, started)
      if (this.jobs.requested[job]! > window) allocate(this.shape, this.shadow, leaf, units)
    }
  }

  /** Next waiting job of the leaf that fits now and does not delay the reserved start. */
  private nextBeside(leaf: number, from: number, window: number): number {
    const units = headroom(this.shape, this.use, leaf)
    if (units <= 0) return -1
    const freeUnits = headroom(this.shape, this.shadow, leaf)
    return this.queues[leaf]!.nextFitting(from, { units, freeUnits, window })
  }

  /** Earliest time at which the job fits, by the requested ends; leaves the tree of that time, with the job, in `shadow`. */
  private reserve(job: number): number {
    const leaf = this.jobs.leaf[job]!
    const units = this.jobs.units[job]!
    const { byEnd } = this.running
    copyUse(this.use, this.shadow)
    let time = 0
    let next = 0
    while (next < byEnd.length) {
      time = this.requestedEnd[byEnd[next]!]!
      while (next < byEnd.length && this.requestedEnd[byEnd[next]!]! === time) {
        const ended = byEnd[next]!
        release(this.shape, this.shadow, this.jobs.leaf[ended]!, this.jobs.units[ended]!)
        next += 1
      }
      if (headroom(this.shape, this.shadow, leaf) >= units) break
    }
    assert(headroom(this.shape, this.shadow, leaf) >= units, 'a job that was queued fits the empty pool')
    allocate(this.shape, this.shadow, leaf, units)
    return time
  }

  private first(candidateOf: (leaf: number) => number | null): number | null {
    if (this.leaves.length === 1) return candidateOf(this.leaves[0]!)
    this.entitlement()
    return firstCandidate(this.tournament, candidateOf)
  }

  private start(now: number, job: number, started: number[]): void {
    const leaf = this.jobs.leaf[job]!
    this.queues[leaf]!.remove(this.position[job]!)
    this.position[job] = -1
    allocate(this.shape, this.use, leaf, this.jobs.units[job]!)
    this.requestedEnd[job] = now + this.jobs.requested[job]!
    this.running.add(job)
    started.push(job)
  }

  private changeDemand(leaf: number, units: number): void {
    this.demand[leaf]! += units
    this.isDemandNew = true
  }
}
