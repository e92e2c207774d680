// What is free from now on, by the requested ends and the reserved starts: a step function of time in typed arrays.
// Step i holds from time[i] until time[i + 1]; the last one holds for ever.
import { assert } from '../kernel/assert.ts'

export class CapacityProfile {
  private times = new Float64Array(1024)
  private levels = new Float64Array(1024)
  /** Steps before `first` are over; those from `end` on are unused. */
  private first = 0
  private end = 1

  /** `capacity` whole units are free from time 0 on (whole seconds). */
  constructor(capacity: number) {
    this.levels[0] = capacity
  }

  /** Number of steps. */
  get steps(): number {
    return this.end - this.first
  }

  /** Forgets what was before `now`. Times only grow. */
  forgetBefore(now: number): void {
    while (this.first + 1 < this.end && this.times[this.first + 1]! <= now) this.first += 1
  }

  /** Adds `units` (negative: takes them) from `from` until `until`. */
  change(from: number, until: number, units: number): void {
    if (this.end + 2 > this.times.length) this.makeRoom()
    const low = this.stepAt(from)
    const high = this.stepAt(until)
    for (let step = low; step < high; step += 1) this.levels[step]! += units
    this.mergeAt(high)
    this.mergeAt(low)
  }

  /** Earliest time at or after `from` from which `units` are free for `seconds` without a break. */
  earliest(from: number, units: number, seconds: number): number {
    let start = from
    for (let step = this.findStep(from); step < this.end; step += 1) {
      if (this.levels[step]! < units) start = this.times[step + 1]!
      else if (step + 1 === this.end || this.times[step + 1]! - start >= seconds) return start
    }
    assert(false, 'what fits the empty pool fits at last')
  }

  /** Index of the step that begins at `time`, which is made if there is none. */
  private stepAt(time: number): number {
    const step = this.findStep(time)
    if (this.times[step] === time) return step
    const at = this.findStep(time) + 1
    this.times.copyWithin(at + 1, at, this.end)
    this.levels.copyWithin(at + 1, at, this.end)
    this.end += 1
    this.times[at] = time
    this.levels[at] = this.levels[at - 1]!
    return at
  }

  /** Last step that begins at or before `time`; the first step for a time that is over. */
  private findStep(time: number): number {
    let low = this.first
    let high = this.end
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if (this.times[middle]! <= time) low = middle
      else high = middle
    }
    return low
  }

  private mergeAt(step: number): void {
    if (step === this.first || this.levels[step] !== this.levels[step - 1]) return
    this.times.copyWithin(step, step + 1, this.end)
    this.levels.copyWithin(step, step + 1, this.end)
    this.end -= 1
  }

  private makeRoom(): void {
    const used = this.end - this.first
    const room = used > this.times.length / 2 ? this.times.length * 2 : this.times.length
    const [times, levels] = [new Float64Array(room), new Float64Array(room)]
    times.set(this.times.subarray(this.first, this.end))
    levels.set(this.levels.subarray(this.first, this.end))
    this.times = times
    this.levels = levels
    this.first = 0
    this.end = used
  }
}
