// Conservative backfilling for one queue, exactly as published (Mu'alem and Feitelson 2001): every job has a reserved start
// from the moment that it is submitted, and nobody may delay a reserved start.
//  - A submitted job reserves the earliest slot that the profile of requested ends and reserved starts admits.
//  - An end gives back the unused tail. Then each job that has not started, in order of submission, gives its slot back and
//    takes the earliest one. A job whose start is now is fixed.
//  - At one instant: submissions, then ends, then starts, each kind in the order in which it was decided.
// Starts come due by themselves (at a requested end, where nothing need be reported): `nextStartAt` says when, `wake` starts.
//
// Nearly all waiting jobs would take the slot that they gave back. A job moves up if and only if, with its reservation in
// place, there is an earlier time s from which its units are free until s + requested or until its reserved start, whichever
// is first: from its start on it finds its own units. Such a run of free units either reaches the reserved start, so that
// the step just before it has enough, or it is a hole that ends earlier. The first is one comparison; for the second the
// index of holes keeps a bound for each kind of job. The argument in full, with figures:
// docs/decisions/0018.
import { assert } from '../kernel/assert.ts'
import { CapacityProfile, NO_STEP } from './capacity-profile.ts'
import { HoleIndex } from './hole-index.ts'
import { StartHeap } from './start-heap.ts'

/** Jobs by number, in order of arrival: whole units, whole seconds (at least 1). Read when the scheduler is made. */
export interface PlainJobColumns {
  readonly units: Float64Array
  readonly requested: Float64Array
}

export class ConservativeScheduler {
  private readonly capacity: number
  private readonly jobs: PlainJobColumns
  private readonly profile: CapacityProfile
  private readonly holes: HoleIndex
  private readonly due: StartHeap
  /** By job number: the steps of the profile at which its reservation begins and ends; NO_STEP when it is over. */
  private readonly beginStep: Int32Array
  private readonly endStep: Int32Array
  /** Waiting jobs in order of submission, and some that have started since the last pass. */
  private readonly queue: Int32Array
  private queued = 0
  /** Latest reserved start by kind, as the pass that runs finds it. */
  private readonly latest: Float64Array
  /** Jobs looked at since the latest starts were last taken anew. */
  private looked = 0

  constructor(capacity: number, jobs: PlainJobColumns) {
    const count = jobs.units.length
    this.capacity = capacity
    this.jobs = jobs
    this.profile = new CapacityProfile(capacity)
    this.holes = new HoleIndex(this.profile, jobs)
    this.due = new StartHeap(count)
    this.beginStep = new Int32Array(count).fill(NO_STEP)
    this.endStep = new Int32Array(count).fill(NO_STEP)
    this.queue = new Int32Array(count)
    this.latest = new Float64Array(this.holes.latestStart.length)
  }

  /** Reserves the earliest slot of a job. It starts when `wake` is called at that time, which may be now. */
  submit(now: number, job: number): 'queued' | 'larger-than-limits' {
    const { profile } = this
    const units = this.jobs.units[job]!
    if (units > this.capacity) return 'larger-than-limits'
    profile.advance(now)
    const begin = this.holes.enter(this.holes.kindOf[job]!)
    const start = profile.time[begin]!
    const end = profile.take(begin, start + this.jobs.requested[job]!, units)
    this.reserve(job, begin, end)
    this.queue[this.queued] = job
    this.queued += 1
    this.due.add(job, start)
    return 'queued'
  }

  /** A started job is over: the others move up. */
  finish(now: number, job: number): void {
    const { profile } = this
    const end = this.endStep[job]!
    assert(end !== NO_STEP && this.beginStep[job] === NO_STEP, 'only a started job finishes, once')
    profile.advance(now)
    if (profile.time[end]! > now) {
      profile.giveUntil(profile.head, end, this.jobs.units[job]!)
      this.holes.opened(profile.head, end, this.jobs.units[job]!)
    }
    profile.letGo(end)
    this.endStep[job] = NO_STEP
    this.pass(now)
  }

  /** Seconds at which the next start is due; Infinity when nobody waits. */
  nextStartAt(): number {
    return this.due.nextStartAt
  }

  /** Starts what is due now, in the order in which it was decided. To be called after the ends of this instant. */
  wake(now: number, started: number[]): void {
    this.profile.advance(now)
    while (this.due.nextStartAt <= now) {
      assert(this.due.nextStartAt === now, 'no reserved start is passed over')
      const job = this.due.pop()
      this.profile.letGo(this.beginStep[job]!)
      this.beginStep[job] = NO_STEP
      this.holes.leave(this.holes.kindOf[job]!)
      started.push(job)
    }
  }

  /** Reserved start (seconds) of a job that waits, real start of one that has started; 0 of one that was never submitted. */
  reservedStart(job: number): number {
    return this.due.startOf(job)
  }

  /** Lets each job that can move up do so, in order of submission. */
  private pass(now: number): void {
    const { queue, beginStep, latest } = this
    const { units } = this.jobs
    const { kindOf, earliestEnd } = this.holes
    let kept = 0
    // The last job that was looked at and stays: an equal one beside it stays too.
    let quietBegin = NO_STEP
    let quietKind = -1
    // The latest starts only bound what the index notes, so a short queue need not take them anew in each pass.
    this.looked += this.queued
    const isTakingLatest = this.looked >= latest.length
    if (isTakingLatest) latest.fill(0)
    for (let place = 0; place < this.queued; place += 1) {
      const job = queue[place]!
      const begin = beginStep[job]!
      if (begin === NO_STEP) continue
      queue[kept] = job
      kept += 1
      const kind = kindOf[job]!
      if (begin === quietBegin && kind === quietKind) continue
      const { time, level, prev } = this.profile
      const start = time[begin]!
      if (start <= now) continue
      if (isTakingLatest && start > latest[kind]!) latest[kind] = start
      const isFreeBefore = level[prev[begin]!]! >= units[job]!
      if (isFreeBefore || earliestEnd[kind]! < start) {
        this.moveUp(job, kind, isFreeBefore)
        quietBegin = NO_STEP
      } else {
        quietBegin = begin
        quietKind = kind
      }
    }
    this.queued = kept
    if (!isTakingLatest) return
    this.holes.latestStart.set(latest)
    this.looked = 0
  }

  private moveUp(job: number, kind: number, isFreeBefore: boolean): void {
    const { profile } = this
    const units = this.jobs.units[job]!
    const [begin, end] = [this.beginStep[job]!, this.endStep[job]!]
    const start = profile.time[begin]!
    let to = this.holes.earliestEnd[kind]! < start ? this.holes.find(kind, start) : NO_STEP
    if (to === NO_STEP) {
      if (!isFreeBefore) return
      to = begin
      for (
        let step = profile.prev[to]!;
        step !== NO_STEP && profile.level[step]! >= units;
        step = profile.prev[step]!
      ) {
        to = step
      }
    }
    this.shift(job, to)
    profile.letGo(begin)
    profile.letGo(end)
    this.due.moveUp(job, profile.time[to]!)
  }

  /** Moves the reservation to the step, an earlier one; changes the profile only where the two do not overlap. */
  private shift(job: number, to: number): void {
    const { profile } = this
    const units = this.jobs.units[job]!
    const [begin, end] = [this.beginStep[job]!, this.endStep[job]!]
    const newEnd = profile.time[to]! + this.jobs.requested[job]!
    if (newEnd <= profile.time[begin]!) {
      this.reserve(job, to, profile.take(to, newEnd, units))
      profile.giveUntil(begin, end, units)
      this.holes.opened(begin, end, units)
    } else {
      profile.takeUntil(to, begin, units)
      const step = profile.giveSince(newEnd, end, units)
      this.reserve(job, to, step)
      this.holes.opened(step, end, units)
    }
  }

  private reserve(job: number, begin: number, end: number): void {
    this.profile.hold(begin)
    this.profile.hold(end)
    this.beginStep[job] = begin
    this.endStep[job] = end
  }
}
