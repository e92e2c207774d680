// The waiting jobs of one project in their order, with an index that finds the next one that fits without looking at those
// that do not: a segment tree over queue positions holding the least size and the least requested time.
// A linear scan is quadratic when tens of thousands wait (RICC); this is O(log n) for each job found.
// Jobs that belong between others (a priority, a job that was stopped and comes back) go into gaps: a packed-memory array,
// so that an insertion moves O(log^2 n) neighbours on average instead of the whole queue.

const NONE = -1
/** A window of positions that is fuller than this is spread over the next larger one. */
const DENSEST = 0.75

/** True when `a` waits before `b`; a total order, so no two jobs are equal. */
export type WaitsBefore = (a: number, b: number) => boolean

export class WaitingQueue {
  private width = 16
  /** Positions from here on were never used since the last spreading. */
  private tail = 0
  private count = 0
  private units = 0
  private jobs = new Int32Array(this.width).fill(NONE)
  private leastUnits = new Float64Array(2 * this.width).fill(Infinity)
  private leastRequested = new Float64Array(2 * this.width).fill(Infinity)
  private readonly isBefore: WaitsBefore
  /** By job number, shared by all queues of a pool: where the job stands. */
  private readonly position: Int32Array

  constructor(position: Int32Array, isBefore: WaitsBefore = (a, b) => a < b) {
    this.position = position
    this.isBefore = isBefore
  }

  /** Jobs that wait. */
  get length(): number {
    return this.count
  }

  /** Units of all that wait. */
  get totalUnits(): number {
    return this.units
  }

  /** The position behind the last job. */
  get end(): number {
    return this.tail
  }

  /** The least size that waits here; Infinity when nobody does. */
  get smallest(): number {
    return this.leastUnits[1]!
  }

  /** The least requested time that waits here. */
  get shortest(): number {
    return this.leastRequested[1]!
  }

  insert(job: number, units: number, requested: number): void {
    const last = this.lastJob()
    if (last === NONE || this.isBefore(last, job)) {
      if (this.tail === this.width) this.makeRoomAtEnd()
      this.put(this.tail, job, units, requested)
      this.tail += 1
    } else this.insertBetween(job, units, requested)
    this.count += 1
    this.units += units
  }

  remove(job: number): void {
    const position = this.position[job]!
    this.position[job] = NONE
    this.jobs[position] = NONE
    this.count -= 1
    this.units -= this.leastUnits[this.width + position]!
    this.write(position, Infinity, Infinity)
    if (this.count === 0) this.tail = 0
  }

  jobAt(position: number): number {
    return this.jobs[position]!
  }

  /** Position of the first waiting job at or after `from`, or -1. */
  firstFrom(from: number): number {
    return this.nextFitting(from, Number.MAX_VALUE, Number.MAX_VALUE, 0)
  }

  /**
   * Position of the first job at or after `from` with size <= `units` and (size <= `freeUnits` or requested <= `window`),
   * or -1. `units` is what may start now, `freeUnits` what stays free beside a reserved start, `window` the seconds until it.
   */
  nextFitting(from: number, units: number, freeUnits: number, window: number): number {
    if (from >= this.tail) return NONE
    const { width, leastUnits, leastRequested } = this
    // A bound: the least size and the least time of a subtree may belong to two different jobs.
    const mayFit = (node: number) =>
      leastUnits[node]! <= units && (leastUnits[node]! <= freeUnits || leastRequested[node]! <= window)
    let node = width + from
    for (;;) {
      if (mayFit(node)) {
        while (node < width) {
          node *= 2
          if (!mayFit(node)) node += 1
          if (!mayFit(node)) break
        }
        if (node >= width && mayFit(node)) return node - width
      }
      // On to the next subtree on the right.
      while ((node & 1) === 1) node >>= 1
      if (node === 0) return NONE
      node += 1
    }
  }

  /** All that wait, the first first. */
  *inOrder(): Generator<number> {
    for (let position = 0; position < this.tail; position += 1) {
      if (this.jobs[position] !== NONE) yield this.jobs[position]!
    }
  }

  private lastJob(): number {
    while (this.tail > 0 && this.jobs[this.tail - 1] === NONE) this.tail -= 1
    return this.tail === 0 ? NONE : this.jobs[this.tail - 1]!
  }

  private put(position: number, job: number, units: number, requested: number): void {
    this.jobs[position] = job
    this.position[job] = position
    this.write(position, units, requested)
  }

  private write(position: number, units: number, requested: number): void {
    const { leastUnits, leastRequested } = this
    let node = this.width + position
    leastUnits[node] = units
    leastRequested[node] = requested
    for (node >>= 1; node > 0; node >>= 1) {
      const left = 2 * node
      const least = Math.min(leastUnits[left]!, leastUnits[left + 1]!)
      const soonest = Math.min(leastRequested[left]!, leastRequested[left + 1]!)
      if (leastUnits[node] === least && leastRequested[node] === soonest) return
      leastUnits[node] = least
      leastRequested[node] = soonest
    }
  }

  private insertBetween(job: number, units: number, requested: number): void {
    const next = this.firstAfter(job)
    if (next > 0 && this.jobs[next - 1] === NONE) this.put(next - 1, job, units, requested)
    else this.spread(next, { job, units, requested })
  }

  /** Position of the first job that waits after `job`; the job at the end of the queue does. */
  private firstAfter(job: number): number {
    let low = 0
    let high = this.tail - 1
    // Kept: every job before `low` waits before it, the first job at or after `high` waits after it.
    while (low < high) {
      const middle = (low + high) >>> 1
      const at = this.firstFrom(middle)
      if (this.isBefore(job, this.jobs[at]!)) high = middle
      else low = at + 1
    }
    return this.firstFrom(low)
  }

  /** Spreads the smallest window around `next` that has room, with the new job before the one at `next`. */
  private spread(next: number, added: { job: number; units: number; requested: number }): void {
    let size = 8
    let from = 0
    for (; ; size *= 2) {
      if (size > this.width) {
        this.widen()
        this.insertBetween(added.job, added.units, added.requested)
        return
      }
      from = Math.floor(next / size) * size
      let used = 1
      for (let position = from; position < from + size; position += 1) if (this.jobs[position] !== NONE) used += 1
      if (used <= size * DENSEST) break
    }
    const waiting: number[] = []
    for (let position = from; position < from + size; position += 1) {
      if (position === next) waiting.push(added.job)
      if (this.jobs[position] !== NONE) waiting.push(this.jobs[position]!)
    }
    const units = waiting.map((job) =>
      job === added.job ? added.units : this.leastUnits[this.width + this.position[job]!]!,
    )
    const requested = waiting.map((job) =>
      job === added.job ? added.requested : this.leastRequested[this.width + this.position[job]!]!,
    )
    for (let position = from; position < from + size; position += 1) {
      if (this.jobs[position] === NONE) continue
      this.jobs[position] = NONE
      this.write(position, Infinity, Infinity)
    }
    waiting.forEach((job, place) => {
      const position = from + Math.floor(((place + 0.5) * size) / waiting.length)
      this.put(position, job, units[place]!, requested[place]!)
      this.tail = Math.max(this.tail, position + 1)
    })
  }

  /** The end is reached: close the gaps, or have twice the width. */
  private makeRoomAtEnd(): void {
    this.lay(this.count > this.width / 2 ? 2 * this.width : this.width, 1)
  }

  /** Twice the width, with a gap behind each job. */
  private widen(): void {
    this.lay(2 * this.width, 2)
  }

  private lay(width: number, step: number): void {
    const before = { width: this.width, jobs: this.jobs, units: this.leastUnits, requested: this.leastRequested }
    this.width = width
    this.jobs = new Int32Array(width).fill(NONE)
    this.leastUnits = new Float64Array(2 * width).fill(Infinity)
    this.leastRequested = new Float64Array(2 * width).fill(Infinity)
    let place = 0
    for (let old = 0; old < before.width; old += 1) {
      const job = before.jobs[old]!
      if (job === NONE) continue
      this.jobs[place] = job
      this.position[job] = place
      this.leastUnits[width + place] = before.units[before.width + old]!
      this.leastRequested[width + place] = before.requested[before.width + old]!
      place += step
    }
    this.tail = Math.max(0, place - step + 1)
    for (let node = width - 1; node > 0; node -= 1) {
      this.leastUnits[node] = Math.min(this.leastUnits[2 * node]!, this.leastUnits[2 * node + 1]!)
      this.leastRequested[node] = Math.min(this.leastRequested[2 * node]!, this.leastRequested[2 * node + 1]!)
    }
  }
}
