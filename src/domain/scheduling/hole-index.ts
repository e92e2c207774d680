// Where may a waiting job find a hole? Jobs of equal units and requested time are of one kind, and a hole is a matter of the
// kind: a run of steps with at least its units free for at least its time. For each kind that waits the index keeps a time
// before which no hole ends; a job whose reserved start is before that time is not worth a look.
//
// The bound stays true because only two things are done to the profile. Taking units closes holes, never opens one. Giving
// units back opens holes only across a step that it raised, and for a width only where the step had less than it before:
// `opened` looks at these runs, longer ones to both sides included, and lowers the bounds of the kinds that fit into them.
import { NO_STEP, type CapacityProfile } from './capacity-profile.ts'

export class HoleIndex {
  /** Kind by job number. */
  readonly kindOf: Int32Array
  /** By kind: no hole for it ends before this time (seconds). */
  readonly earliestEnd: Float64Array
  /** By kind: index of its units among the different ones, ascending. */
  readonly widthOf: Int32Array
  /** By width: no waiting job of these units has a later reserved start. A hole that ends later helps nobody. */
  readonly latestStart: Float64Array
  private readonly profile: CapacityProfile
  private readonly widths: Float64Array
  private readonly requested: Float64Array
  private readonly kindsOfWidth: readonly (readonly number[])[]
  /** By kind: where the next search begins, the step and its time (a step that has gone has another time). */
  private readonly searchStep: Int32Array
  private readonly searchTime: Float64Array
  /** Waiting jobs by kind; shortest and longest requested time among them by width; widths with any, ascending. */
  private readonly waiting: Int32Array
  private readonly shortest: Float64Array
  private readonly longest: Float64Array
  private waitingWidths: number[] = []

  constructor(profile: CapacityProfile, jobs: { readonly units: Float64Array; readonly requested: Float64Array }) {
    this.profile = profile
    this.widths = Float64Array.from(new Set(jobs.units)).toSorted()
    const widthIndex = new Map([...this.widths].map((units, index) => [units, index]))
    const kinds: { width: number; requested: number }[] = []
    const known = [...this.widths].map(() => new Map<number, number>())
    this.kindOf = Int32Array.from(jobs.units, (units, job) => {
      const width = widthIndex.get(units)!
      const requested = jobs.requested[job]!
      let kind = known[width]!.get(requested)
      if (kind === undefined) {
        kind = kinds.push({ width, requested }) - 1
        known[width]!.set(requested, kind)
      }
      return kind
    })
    this.widthOf = Int32Array.from(kinds, ({ width }) => width)
    this.requested = Float64Array.from(kinds, ({ requested }) => requested)
    this.kindsOfWidth = known.map((byTime) => [...byTime.values()])
    this.earliestEnd = new Float64Array(kinds.length)
    this.searchStep = new Int32Array(kinds.length)
    this.searchTime = new Float64Array(kinds.length).fill(Number.NaN)
    this.waiting = new Int32Array(kinds.length)
    this.latestStart = new Float64Array(this.widths.length)
    this.shortest = new Float64Array(this.widths.length).fill(Infinity)
    this.longest = new Float64Array(this.widths.length)
  }

  /** A job of the kind begins to wait. Returns the step of its earliest slot of all. */
  enter(kind: number): number {
    this.waiting[kind]! += 1
    const width = this.widthOf[kind]!
    if (this.waiting[kind] === 1) this.recount(width)
    this.searchTime[kind] = Number.NaN
    const step = this.find(kind, Infinity)
    this.latestStart[width] = Math.max(this.latestStart[width]!, this.profile.time[step]!)
    return step
  }

  /** A job of the kind no longer waits. */
  leave(kind: number): void {
    this.waiting[kind]! -= 1
    if (this.waiting[kind] === 0) this.recount(this.widthOf[kind]!)
  }

  /** The step of the earliest hole that ends at or before `limit`, or NO_STEP. */
  find(kind: number, limit: number): number {
    const { time, level, next } = this.profile
    const units = this.widths[this.widthOf[kind]!]!
    const seconds = this.requested[kind]!
    const from = this.searchStep[kind]!
    let step = time[from] === this.searchTime[kind] ? from : this.profile.head
    let begin = NO_STEP
    for (; ; step = next[step]!) {
      if (level[step]! < units) begin = NO_STEP
      else {
        if (begin === NO_STEP) {
          // A run that would end too late: no hole for this limit, and the next search begins here.
          if (time[step]! + seconds > limit) break
          begin = step
        }
        const after = next[step]!
        if (after === NO_STEP || time[after]! - time[begin]! >= seconds) {
          this.searchFrom(kind, begin)
          return begin
        }
      }
    }
    this.searchFrom(kind, step)
    return NO_STEP
  }

  /** The profile was raised by `units` from the step `from` until the step `to`: notes the holes that this opened. */
  opened(from: number, to: number, units: number): void {
    const { raisedLeast, raisedMost } = this.profile
    for (const width of this.waitingWidths) {
      const needed = this.widths[width]!
      if (needed > raisedMost) return
      // Where the level was enough before, nothing opened.
      if (needed > raisedLeast - units) this.openedFor(width, from, to)
    }
  }

  private openedFor(width: number, from: number, to: number): void {
    const { time, level, next, prev, head } = this.profile
    const needed = this.widths[width]!
    const limit = this.latestStart[width]!
    const shortest = this.shortest[width]!
    const longest = this.longest[width]!
    const raisedAt = time[from]!
    const lastBegin = limit - shortest
    if (raisedAt >= limit || time[head]! > lastBegin) return
    let step = from
    if (level[from]! >= needed) {
      // What is as long as the longest on the left alone was a hole before.
      for (let before = prev[step]!; before !== NO_STEP && level[before]! >= needed; before = prev[step]!) {
        step = before
        if (raisedAt - time[step]! >= longest) break
      }
    }
    let begin = NO_STEP
    let isRaised = true
    for (; ; step = next[step]!) {
      if (step === to) isRaised = false
      const at = step === NO_STEP ? Infinity : time[step]!
      if (at < limit && level[step]! >= needed) {
        if (begin === NO_STEP) {
          if (!isRaised || at > lastBegin) return
          begin = step
        } else if (!isRaised && at - time[begin]! >= longest) return this.note(width, begin, longest)
      } else {
        if (begin !== NO_STEP) {
          const seconds = Math.min(at, limit) - time[begin]!
          if (seconds >= shortest) this.note(width, begin, seconds)
          begin = NO_STEP
        }
        if (!isRaised || at >= limit) return
      }
    }
  }

  /** There is a run of so many seconds at the step. */
  private note(width: number, begin: number, seconds: number): void {
    const at = this.profile.time[begin]!
    for (const kind of this.kindsOfWidth[width]!) {
      if (this.waiting[kind]! > 0 && this.requested[kind]! <= seconds && at < this.searchTime[kind]!) {
        this.searchFrom(kind, begin)
      }
    }
  }

  private searchFrom(kind: number, step: number): void {
    this.searchStep[kind] = step
    this.searchTime[kind] = this.profile.time[step]!
    this.earliestEnd[kind] = this.profile.time[step]! + this.requested[kind]!
  }

  private recount(width: number): void {
    let shortest = Infinity
    let longest = 0
    for (const kind of this.kindsOfWidth[width]!) {
      if (this.waiting[kind] === 0) continue
      shortest = Math.min(shortest, this.requested[kind]!)
      longest = Math.max(longest, this.requested[kind]!)
    }
    const isNew = this.longest[width] === 0 || longest === 0
    this.shortest[width] = shortest
    this.longest[width] = longest
    if (isNew) this.waitingWidths = [...this.widths.keys()].filter((index) => this.longest[index]! > 0)
  }
}
