// What is free from now on, by the requested ends and the reserved starts: a step function of time.
// The steps are a linked list in typed arrays. A step keeps its number while somebody holds it (a reservation holds the step
// at which it begins and the one at which it ends), so nothing is searched and nothing is shifted: a change walks over the
// steps that it changes and no others. Where nobody begins or ends the level does not change, so such a step goes.
import { assert } from '../kernel/assert.ts'

export const NO_STEP = -1

export class CapacityProfile {
  /** By step: where it begins (whole seconds); -1 when the number is not in use. */
  time = new Float64Array(1024).fill(-1)
  /** By step: free units until the next step. */
  level = new Float64Array(1024)
  next = new Int32Array(1024)
  prev = new Int32Array(1024)
  /** The step of now. */
  head = 0
  /** Lowest and highest level among the steps of the last raise, after it. */
  raisedLeast = 0
  raisedMost = 0
  /** Steps in the list. */
  steps = 1
  private holders = new Int32Array(1024)
  private unused = new Int32Array(1024)
  private unusedCount = 0
  private numbered = 1

  /** `capacity` whole units are free from time 0 on. */
  constructor(capacity: number) {
    this.time[0] = 0
    this.level[0] = capacity
    this.next[0] = NO_STEP
    this.prev[0] = NO_STEP
  }

  /** Forgets what was before `now`; the first step begins now. Times only grow. */
  advance(now: number): void {
    let { head } = this
    for (let after = this.next[head]!; after !== NO_STEP && this.time[after]! <= now; after = this.next[head]!) {
      this.prev[after] = NO_STEP
      this.steps -= 1
      const over = head
      head = after
      this.head = head
      this.next[over] = NO_STEP
      if (this.holders[over] === 0) this.discard(over)
    }
    this.time[head] = now
  }

  hold(step: number): void {
    this.holders[step]! += 1
  }

  /** A step that nobody holds any more goes. */
  letGo(step: number): void {
    this.holders[step]! -= 1
    if (this.holders[step]! > 0 || step === this.head) return
    const before = this.prev[step]!
    const after = this.next[step]!
    if (before !== NO_STEP) {
      assert(this.level[before] === this.level[step], 'the level changes only where a reservation begins or ends')
      this.next[before] = after
      if (after !== NO_STEP) this.prev[after] = before
      this.steps -= 1
    }
    this.discard(step)
  }

  /** Takes `units` from the step `from` on until the time `until`. Returns the step at `until`, made if there is none. */
  take(from: number, until: number, units: number): number {
    const { time, level, next } = this
    let last = from
    let step = from
    for (; step !== NO_STEP && time[step]! < until; step = next[step]!) {
      level[step]! -= units
      last = step
    }
    if (step !== NO_STEP && time[step] === until) return step
    return this.insertAfter(last, until, level[last]! + units)
  }

  /** Takes `units` from the step `from` until the step `to`. */
  takeUntil(from: number, to: number, units: number): void {
    const { level, next } = this
    for (let step = from; step !== to; step = next[step]!) level[step]! -= units
  }

  /** Gives `units` back from the step `from` until the step `to`, a later one. */
  giveUntil(from: number, to: number, units: number): void {
    const { level, next } = this
    let least = Infinity
    let most = 0
    for (let step = from; step !== to; step = next[step]!) {
      const raised = level[step]! + units
      level[step] = raised
      if (raised > most) most = raised
      if (raised < least) least = raised
    }
    this.raisedLeast = least
    this.raisedMost = most
  }

  /** Gives `units` back from the time `from` until the step `to`, a later one. Returns the step at `from`, made if need be. */
  giveSince(from: number, to: number, units: number): number {
    let step = this.prev[to]!
    while (this.time[step]! > from) step = this.prev[step]!
    if (this.time[step]! < from) step = this.insertAfter(step, from, this.level[step]!)
    this.giveUntil(step, to, units)
    return step
  }

  private insertAfter(before: number, time: number, level: number): number {
    const step = this.unusedCount > 0 ? this.unused[(this.unusedCount -= 1)]! : this.numbered++
    if (step === this.time.length) this.widen()
    const after = this.next[before]!
    this.time[step] = time
    this.level[step] = level
    this.holders[step] = 0
    this.prev[step] = before
    this.next[step] = after
    this.next[before] = step
    if (after !== NO_STEP) this.prev[after] = step
    this.steps += 1
    return step
  }

  private discard(step: number): void {
    this.time[step] = -1
    this.unused[this.unusedCount] = step
    this.unusedCount += 1
  }

  private widen(): void {
    const width = 2 * this.time.length
    const widen = <T extends Float64Array | Int32Array>(old: T, fresh: T): T => {
      fresh.set(old)
      return fresh
    }
    this.time = widen(this.time, new Float64Array(width).fill(-1))
    this.level = widen(this.level, new Float64Array(width))
    this.next = widen(this.next, new Int32Array(width))
    this.prev = widen(this.prev, new Int32Array(width))
    this.holders = widen(this.holders, new Int32Array(width))
    this.unused = widen(this.unused, new Int32Array(width))
  }
}
