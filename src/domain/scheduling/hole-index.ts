// Where may a waiting job find a hole? Jobs of equal units and requested time are of one kind, and a hole is a matter of the
// kind: a run of steps with at least its units free for at least its time. For each kind that waits the index keeps a time
// before which no hole ends; a job whose reserved start is before that time is not worth a look.
//
// The bound stays true because only two things are done to the profile. Taking units closes holes, never opens one. Giving
// units back opens holes only across a step that it raised, and for a width only where the step had less than it before:
// `opened` looks at these runs, longer ones to both sides included, and lowers the bounds of the kinds that fit into them.
import { NO_STEP, type CapacityProfile } from './capacity-profile.ts'

/** Times in seconds: the run is cut off at `limit`, begins at or before `lastBegin`, and is at least `shortest` long. */
interface RunsSought {
  readonly limit: number
  readonly lastBegin: number
  readonly shortest: number
  readonly longest: number
}

export class HoleIndex {
  /** Kind by job number. */
  readonly kindOf: Int32Array
  /** By kind: no hole for it ends before this time (seconds). */
  readonly earliestEnd: Float64Array
  /** By kind: no waiting job of it has a later reserved start. A hole that ends later helps nobody. */
  readonly latestStart: Float64Array
  private readonly profile: CapacityProfile
  private readonly widths: Float64Array
  private readonly requested: Float64Array
  /** By kind: index of its units among the different ones, ascending. */
  private readonly widthOf: Int32Array
  /** By kind: where the next search begins, the step and its time (a step that has gone has another time). */
  private readonly searchStep: Int32Array
  private readonly searchTime: Float64Array
  /** Waiting jobs by kind; kinds with any by width; widths with any, ascending. */
  private readonly waiting: Int32Array
  private readonly waitingKinds: number[][]
  private readonly waitingWidths: number[] = []

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
    this.earliestEnd = new Float64Array(kinds.length)
    this.searchStep = new Int32Array(kinds.length)
    this.searchTime = new Float64Array(kinds.length).fill(Number.NaN)
    this.waiting = new Int32Array(kinds.length)
    this.latestStart = new Float64Array(kinds.length)
    this.waitingKinds = known.map(() => [])
  }

  /** A job of the kind begins to wait. Returns the step of its earliest slot of all. */
  enter(kind: number): number {
    this.waiting[kind]! += 1
    if (this.waiting[kind] === 1) this.addKind(kind)
    this.searchTime[kind] = Number.NaN
    const step = this.find(kind, Infinity)
    this.latestStart[kind] = Math.max(this.latestStart[kind]!, this.profile.time[step]!)
    return step
  }

  /** A job of the kind no longer waits. */
  leave(kind: number): void {
    this.waiting[kind]! -= 1
    if (this.waiting[kind] === 0) this.removeKind(kind)
  }

  /** The step of the earliest hole that ends before `limit`, or NO_STEP. */
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
          if (time[step]! + seconds >= limit) break
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
    const { time, head } = this.profile
    const raisedAt = time[from]!
    // Which kinds could profit at all: a new hole covers an instant from `raisedAt` on, begins before the holes that are
    // known, and ends before the last job of the kind starts.
    let limit = 0
    let lastBegin = -1
    let shortest = Infinity
    let longest = 0
    for (const kind of this.waitingKinds[width]!) {
      const seconds = this.requested[kind]!
      const latest = this.latestStart[kind]!
      const last = Math.min(latest - seconds, this.searchTime[kind]! - 1)
      if (last < time[head]! || raisedAt - seconds >= last) continue
      if (latest > limit) limit = latest
      if (last > lastBegin) lastBegin = last
      if (seconds < shortest) shortest = seconds
      if (seconds > longest) longest = seconds
    }
    if (longest > 0 && raisedAt < limit) this.noteRuns(width, from, to, { limit, lastBegin, shortest, longest })
  }

  private noteRuns(width: number, from: number, to: number, sought: RunsSought): void {
    const { time, level, next } = this.profile
    const { limit, lastBegin, shortest, longest } = sought
    const needed = this.widths[width]!
    let begin = level[from]! >= needed ? this.beginOfRun(from, needed, longest) : NO_STEP
    if (begin !== NO_STEP && time[begin]! > lastBegin) return
    let isRaised = true
    for (let step = from; ; step = next[step]!) {
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

  /** First step of the run of steps with enough that reaches `from`. What is longer than `longest` was a hole before. */
  private beginOfRun(from: number, needed: number, longest: number): number {
    const { time, level, prev } = this.profile
    const earliest = time[from]! - longest
    let begin = from
    for (let step = prev[from]!; step !== NO_STEP && level[step]! >= needed; step = prev[step]!) {
      begin = step
      if (time[step]! <= earliest) break
    }
    return begin
  }

  /** There is a run of so many seconds at the step. */
  private note(width: number, begin: number, seconds: number): void {
    const at = this.profile.time[begin]!
    for (const kind of this.waitingKinds[width]!) {
      if (this.requested[kind]! <= seconds && at < this.searchTime[kind]!) this.searchFrom(kind, begin)
    }
  }

  private searchFrom(kind: number, step: number): void {
    this.searchStep[kind] = step
    this.searchTime[kind] = this.profile.time[step]!
    this.earliestEnd[kind] = this.profile.time[step]! + this.requested[kind]!
  }

  private addKind(kind: number): void {
    const width = this.widthOf[kind]!
    if (this.waitingKinds[width]!.push(kind) > 1) return
    const at = this.waitingWidths.findIndex((other) => other > width)
    this.waitingWidths.splice(at === -1 ? this.waitingWidths.length : at, 0, width)
  }

  private removeKind(kind: number): void {
    const width = this.widthOf[kind]!
    const kinds = this.waitingKinds[width]!
    kinds.splice(kinds.indexOf(kind), 1)
    if (kinds.length === 0) this.waitingWidths.splice(this.waitingWidths.indexOf(width), 1)
  }
}
