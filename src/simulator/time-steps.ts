// Means over equal steps of time in bounded memory: running totals are noted where a step ends, and when the history
// outgrows the steps, every second note is dropped and the step doubles. 240 to 480 steps cover any length, and the result
// never depends on knowing the end beforehand.

const STEPS = 480

export class TimeSteps {
  readonly startAt: number
  private step: number
  /** Ends of steps that have been noted. */
  private noted = 0
  /** Total of each column at the end of each step; entry 0 is 0. */
  private readonly columns: readonly Float64Array[]

  constructor(startAt: number, columns: number, firstStepSeconds = 60) {
    this.startAt = startAt
    this.step = firstStepSeconds
    this.columns = Array.from({ length: columns }, () => new Float64Array(STEPS + 1))
  }

  get stepSeconds(): number {
    return this.step
  }

  /** The next end of a step, where totals are to be noted. */
  get nextEnd(): number {
    return this.startAt + (this.noted + 1) * this.step
  }

  /** Makes room for times up to `until`; call before `note`. */
  cover(until: number): void {
    while (until - this.startAt > STEPS * this.step) {
      this.noted = Math.floor(this.noted / 2)
      for (const column of this.columns) {
        for (let end = 1; end <= this.noted; end += 1) column[end] = column[2 * end]!
      }
      this.step *= 2
    }
  }

  /** The step that ends at `nextEnd` is over; `totalOf` gives each column's total up to then. */
  note(totalOf: (column: number) => number): void {
    this.noted += 1
    for (let column = 0; column < this.columns.length; column += 1) this.columns[column]![this.noted] = totalOf(column)
  }

  /** Number of steps that reach to `endAt`. */
  stepsTo(endAt: number): number {
    return Math.max(1, Math.ceil((endAt - this.startAt) / this.step))
  }

  /** Means by step, rounded to 2 decimals; `total` at `endAt` closes the last step, a mean over its part before then. */
  means(column: number, endAt: number, total: number): number[] {
    const totals = this.columns[column]!
    return Array.from({ length: this.stepsTo(endAt) }, (_, at) => {
      const from = at * this.step
      const length = Math.max(1, Math.min(this.step, endAt - this.startAt - from))
      const until = at < this.noted ? totals[at + 1]! : total
      return Math.round(((until - totals[at]!) / length) * 100) / 100
    })
  }
}
