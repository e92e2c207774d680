// The waiting jobs of one project in order of arrival, with an index that finds the next one that fits without looking at
// those that do not: a segment tree over queue positions holding the least size and the least requested time.
// A linear scan is quadratic when tens of thousands wait (RICC); this is O(log n) for each job found.

const NONE = -1

export class WaitingQueue {
  private width = 16
  /** Positions handed out so far; position = width + leaf of the implicit tree. */
  private tail = 0
  private count = 0
  private jobs = new Int32Array(this.width).fill(NONE)
  private leastUnits = new Float64Array(2 * this.width).fill(Infinity)
  private leastRequested = new Float64Array(2 * this.width).fill(Infinity)

  /** Jobs that wait. */
  get length(): number {
    return this.count
  }

  /** Appends a job; `move` is told the new place of every job when the queue is repacked. */
  append(
    job: { index: number; units: number; requested: number },
    move: (job: number, position: number) => void,
  ): void {
    if (this.tail === this.width) this.repack(move)
    const position = this.tail
    this.tail += 1
    this.count += 1
    this.jobs[position] = job.index
    move(job.index, position)
    this.write(position, job.units, job.requested)
  }

  remove(position: number): void {
    this.jobs[position] = NONE
    this.count -= 1
    this.write(position, Infinity, Infinity)
  }

  jobAt(position: number): number {
    return this.jobs[position]!
  }

  /** Position of the first waiting job at or after `from`, or -1. */
  firstFrom(from: number): number {
    return this.nextFitting(from, { units: Number.MAX_VALUE, freeUnits: Number.MAX_VALUE, window: 0 })
  }

  /**
   * Position of the first job at or after `from` with size <= `units` and (size <= `freeUnits` or requested <= `window`),
   * or -1. `units` is what may start now, `freeUnits` what stays free beside a reserved start, `window` the seconds until it.
   */
  nextFitting(from: number, room: { units: number; freeUnits: number; window: number }): number {
    if (from >= this.tail) return NONE
    let node = this.width + from
    for (;;) {
      if (this.mayFit(node, room)) {
        while (node < this.width) {
          node *= 2
          if (!this.mayFit(node, room)) node += 1
          if (!this.mayFit(node, room)) break
        }
        if (node >= this.width && this.mayFit(node, room)) return node - this.width
      }
      // On to the next subtree on the right.
      while ((node & 1) === 1) node >>= 1
      if (node === 0) return NONE
      node += 1
    }
  }

  /** A bound: the least size and the least time of a subtree may belong to two different jobs. */
  private mayFit(node: number, room: { units: number; freeUnits: number; window: number }): boolean {
    const units = this.leastUnits[node]!
    return units <= room.units && (units <= room.freeUnits || this.leastRequested[node]! <= room.window)
  }

  private write(position: number, units: number, requested: number): void {
    let node = this.width + position
    this.leastUnits[node] = units
    this.leastRequested[node] = requested
    for (node >>= 1; node > 0; node >>= 1) {
      this.leastUnits[node] = Math.min(this.leastUnits[2 * node]!, this.leastUnits[2 * node + 1]!)
      this.leastRequested[node] = Math.min(this.leastRequested[2 * node]!, this.leastRequested[2 * node + 1]!)
    }
  }

  private repack(move: (job: number, position: number) => void): void {
    const before = { width: this.width, jobs: this.jobs, units: this.leastUnits, requested: this.leastRequested }
    if (this.count > this.width / 2) this.width *= 2
    this.jobs = new Int32Array(this.width).fill(NONE)
    this.leastUnits = new Float64Array(2 * this.width).fill(Infinity)
    this.leastRequested = new Float64Array(2 * this.width).fill(Infinity)
    this.tail = 0
    for (let old = 0; old < before.width; old += 1) {
      const job = before.jobs[old]!
      if (job === NONE) continue
      this.jobs[this.tail] = job
      this.leastUnits[this.width + this.tail] = before.units[before.width + old]!
      this.leastRequested[this.width + this.tail] = before.requested[before.width + old]!
      move(job, this.tail)
      this.tail += 1
    }
    for (let node = this.width - 1; node > 0; node -= 1) {
      this.leastUnits[node] = Math.min(this.leastUnits[2 * node]!, this.leastUnits[2 * node + 1]!)
      this.leastRequested[node] = Math.min(this.leastRequested[2 * node]!, this.leastRequested[2 * node + 1]!)
    }
  }
}
