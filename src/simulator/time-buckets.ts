// Means over time in bounded memory: when the history outgrows the buckets, neighbours are merged and the step doubles,
// so that 240 to 480 steps cover any length and the result never depends on knowing the end beforehand.

const BUCKETS = 480

export class TimeBuckets {
  readonly startAt: number
  private step: number
  private readonly columns: Float64Array[]

  constructor(startAt: number, columns: number, firstStepSeconds = 60) {
    this.startAt = startAt
    this.step = firstStepSeconds
    this.columns = Array.from({ length: columns }, () => new Float64Array(BUCKETS))
  }

  get stepSeconds(): number {
    return this.step
  }

  /** Makes room for times up to `until`; call before add. */
  cover(until: number): void {
    while (until - this.startAt > BUCKETS * this.step) {
      for (const column of this.columns) {
        for (let pair = 0; pair < BUCKETS / 2; pair += 1) column[pair] = column[2 * pair]! + column[2 * pair + 1]!
        column.fill(0, BUCKETS / 2)
      }
      this.step *= 2
    }
  }

  /** Adds `value` x time from `from` to `until` to a column. */
  add(column: number, from: number, until: number, value: number): void {
    if (value === 0) return
    const sums = this.columns[column]!
    let at = from
    while (at < until) {
      const bucket = Math.floor((at - this.startAt) / this.step)
      const end = Math.min(until, this.startAt + (bucket + 1) * this.step)
      sums[bucket]! += value * (end - at)
      at = end
    }
  }

  /** Number of steps that reach to `endAt`. */
  stepsTo(endAt: number): number {
    return Math.max(1, Math.ceil((endAt - this.startAt) / this.step))
  }

  /** Means by step, rounded to 2 decimals; the last step is a mean over its part before `endAt`. */
  means(column: number, endAt: number): number[] {
    const steps = this.stepsTo(endAt)
    const means: number[] = []
    for (let bucket = 0; bucket < steps; bucket += 1) {
      const length = Math.max(1, Math.min(this.step, endAt - this.startAt - bucket * this.step))
      means.push(Math.round((this.columns[column]![bucket]! / length) * 100) / 100)
    }
    return means
  }
}
