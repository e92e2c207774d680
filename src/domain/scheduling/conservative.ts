// Conservative backfilling for one queue, exactly as published (Mu'alem and Feitelson 2001): every job has a reserved start
// from the moment that it is submitted, and nobody may delay a reserved start.
//  - A submitted job reserves the earliest slot that the profile of requested ends and reserved starts admits.
//  - An end gives back the unused tail. Then each job that has not started, in order of submission, gives its slot back and
//    takes the earliest one. A job whose start is now is fixed.
//  - At one instant: submissions, then ends, then starts, each kind in the order in which it was decided.
// Starts come due by themselves (at a requested end, where nothing need be reported): `nextStartAt` says when, `wake` starts them.
import { assert } from '../kernel/assert.ts'
import { CapacityProfile } from './capacity-profile.ts'
import { StartHeap } from './start-heap.ts'

/** Jobs by number, in order of arrival: whole units, whole seconds (at least 1). */
export interface PlainJobColumns {
  readonly units: Float64Array
  readonly requested: Float64Array
}

export class ConservativeScheduler {
  private readonly capacity: number
  private readonly jobs: PlainJobColumns
  private readonly profile: CapacityProfile
  /** Reserved or real start by job number; NaN for a job that was not submitted. */
  private readonly startAt: Float64Array
  private readonly due: StartHeap
  private waiting: number[] = []

  constructor(capacity: number, jobs: PlainJobColumns) {
    this.capacity = capacity
    this.jobs = jobs
    this.profile = new CapacityProfile(capacity)
    this.startAt = new Float64Array(jobs.units.length).fill(Number.NaN)
    this.due = new StartHeap(jobs.units.length)
  }

  /** Reserves the earliest slot of a job. It starts when `wake` is called at that time, which may be now. */
  submit(now: number, job: number): 'queued' | 'larger-than-limits' {
    const units = this.jobs.units[job]!
    if (units > this.capacity) return 'larger-than-limits'
    const requested = this.jobs.requested[job]!
    this.profile.forgetBefore(now)
    const start = this.profile.earliest(now, units, requested)
    this.profile.change(start, start + requested, -units)
    this.startAt[job] = start
    this.waiting.push(job)
    this.due.add(job, start)
    return 'queued'
  }

  /** A started job is over: the others move up. */
  finish(now: number, job: number): void {
    const end = this.startAt[job]! + this.jobs.requested[job]!
    assert(this.startAt[job]! <= now, 'only a started job finishes')
    this.profile.forgetBefore(now)
    if (end > now) this.profile.change(now, end, this.jobs.units[job]!)
    for (const waiting of this.waiting) if (this.startAt[waiting]! > now) this.moveUp(now, waiting)
  }

  /** Seconds at which the next start is due; Infinity when nobody waits. */
  nextStartAt(): number {
    return this.due.nextStartAt
  }

  /** Starts what is due now, in the order in which it was decided. To be called after the ends of this instant. */
  wake(now: number, started: number[]): void {
    while (this.due.nextStartAt <= now) {
      assert(this.due.nextStartAt === now, 'no reserved start is passed over')
      started.push(this.due.pop())
    }
    this.waiting = this.waiting.filter((job) => this.startAt[job]! > now)
  }

  /** Reserved start (seconds) of a waiting job, real start of one that has started, NaN of any other. */
  reservedStart(job: number): number {
    return this.startAt[job]!
  }

  private moveUp(now: number, job: number): void {
    const units = this.jobs.units[job]!
    const requested = this.jobs.requested[job]!
    const before = this.startAt[job]!
    this.profile.change(before, before + requested, units)
    const start = this.profile.earliest(now, units, requested)
    assert(start <= before, 'a reserved start is never delayed')
    this.profile.change(start, start + requested, -units)
    if (start === before) return
    this.startAt[job] = start
    this.due.moveUp(job, start)
  }
}
