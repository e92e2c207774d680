// The reserved starts to come, earliest first; starts of one instant in the order in which they were decided.
// A binary heap in typed arrays that knows the place of each job, so that a start can move up.

export class StartHeap {
  private heap = new Int32Array(1024)
  private size = 0
  private decisions = 0
  private readonly place: Int32Array
  private readonly starts: Float64Array
  private readonly decided: Float64Array

  /** Jobs are numbers from 0 to `jobs` - 1. */
  constructor(jobs: number) {
    this.place = new Int32Array(jobs)
    this.starts = new Float64Array(jobs)
    this.decided = new Float64Array(jobs)
  }

  /** Infinity when there is none. */
  get nextStartAt(): number {
    return this.size === 0 ? Infinity : this.starts[this.heap[0]!]!
  }

  /** Start of a job that was added, whether or not it is still there; 0 of any other. */
  startOf(job: number): number {
    return this.starts[job]!
  }

  add(job: number, start: number): void {
    if (this.size === this.heap.length) {
      const wider = new Int32Array(2 * this.size)
      wider.set(this.heap)
      this.heap = wider
    }
    this.place[job] = this.size
    this.size += 1
    this.moveUp(job, start)
  }

  /** The job, which is in the heap, starts earlier than was decided before. */
  moveUp(job: number, start: number): void {
    this.starts[job] = start
    this.decided[job] = this.decisions
    this.decisions += 1
    let at = this.place[job]!
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = this.heap[parent]!
      // An equal start was decided earlier and stays above.
      if (this.starts[above]! <= start) break
      this.put(at, above)
      at = parent
    }
    this.put(at, job)
  }

  /** Takes out the job that starts first. */
  pop(): number {
    const top = this.heap[0]!
    this.size -= 1
    const last = this.heap[this.size]!
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= this.size) break
      if (child + 1 < this.size && this.isBefore(this.heap[child + 1]!, this.heap[child]!)) child += 1
      if (this.isBefore(last, this.heap[child]!)) break
      this.put(at, this.heap[child]!)
      at = child
    }
    if (this.size > 0) this.put(at, last)
    return top
  }

  private isBefore(a: number, b: number): boolean {
    return (
      this.starts[a]! < this.starts[b]! || (this.starts[a] === this.starts[b] && this.decided[a]! < this.decided[b]!)
    )
  }

  private put(at: number, job: number): void {
    this.heap[at] = job
    this.place[job] = at
  }
}
