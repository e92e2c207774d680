// The running jobs in order of their requested ends: what a reservation is computed from.

export class RunningSet {
  private readonly order: number[] = []
  private readonly endOf: (job: number) => number

  /** `endOf` gives the requested end (seconds) of a job; it must not change while the job is in the set. */
  constructor(endOf: (job: number) => number) {
    this.endOf = endOf
  }

  /** Jobs by requested end, ties by job number. */
  get byEnd(): readonly number[] {
    return this.order
  }

  add(job: number): void {
    this.order.splice(this.placeOf(job), 0, job)
  }

  /** True when the job was there. */
  remove(job: number): boolean {
    const place = this.placeOf(job)
    if (this.order[place] !== job) return false
    this.order.splice(place, 1)
    return true
  }

  /** Takes out the jobs whose requested end is at or before `now`. */
  takeEnded(now: number): number[] {
    let ended = 0
    while (ended < this.order.length && this.endOf(this.order[ended]!) <= now) ended += 1
    return ended === 0 ? [] : this.order.splice(0, ended)
  }

  private placeOf(job: number): number {
    const end = this.endOf(job)
    let low = 0
    let high = this.order.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = this.order[middle]!
      const otherEnd = this.endOf(other)
      if (otherEnd < end || (otherEnd === end && other < job)) low = middle + 1
      else high = middle
    }
    return low
  }
}
