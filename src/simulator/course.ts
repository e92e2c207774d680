// The course of a replay: takes the next instant, lets the scheduler decide, and keeps what happened to each job.
// Order within one instant: submissions, then ends, each by order of creation, then what time alone brings.
import type { Placement } from '../domain/placement/placement.ts'
import { Decisions, type StopCause } from '../domain/scheduling/decisions.ts'
import type { ConservativeScheduler } from '../domain/scheduling/conservative.ts'
import type { Submission } from '../domain/scheduling/scheduler.ts'
import { savedSeconds } from '../domain/scheduling/checkpoints.ts'
import { EventHeap } from './event-heap.ts'
import type { UsageRecorder } from './usage-recorder.ts'
import type { Workload } from './workload.ts'

/** What a replay asks of whoever decides. */
export interface Decider {
  submit(now: number, job: number, decisions: Decisions): Submission
  finish(now: number, job: number, decisions: Decisions): void
  /** The next time after `now` at which `wake` is to be called; Infinity: never. */
  nextWakeAt(now: number): number
  wake(now: number, decisions: Decisions): void
  /** Units that exist now; of the first flavor, when there are several. */
  readonly capacityNow: number
  /** Present when there are several flavors. */
  readonly flavors?: FlavorsDecided | undefined
}

/** Flavors by index. */
export interface FlavorsDecided {
  /** The flavor at which a job waits or runs, and the one that it would rather have. */
  boardOf(job: number): number
  homeOf(job: number): number
  capacityOf(flavor: number): number
}

export interface Course {
  /**
   * Seconds, by row; NaN for a job that never started. Of a job that was stopped on the way: its end less its run time, so
   * that start - submit is all the time that it did not get on.
   */
  readonly starts: Float64Array
  /** Seconds, by row; NaN for a job that never ended. */
  readonly ends: Float64Array
  readonly lastEndAt: number
  /** Larger than the pool or their limits. */
  readonly impossibleJobs: number
  readonly decisions: number
  /** Flavor at which a job ran last, by row; null: there is only one. */
  readonly ranAt: Uint8Array | null
}

/** What became of a job at one moment; `stopped`: it was not done, and waits again. */
export interface RunEvent {
  readonly kind: 'started' | 'stopped' | 'ended'
  /** Seconds on the clock of the history. */
  readonly at: number
  /** Row of the workload. */
  readonly job: number
  /** Index of the flavor at which it runs or ran. */
  readonly flavor: number
}

export interface CourseParts {
  readonly workload: Workload
  /** Leaf of the tree by row. */
  readonly leaf: Int32Array
  readonly decider: Decider
  /** By flavor; one, when there is only one. A wait is recorded with the flavor that the job would rather have. */
  readonly recorders: readonly UsageRecorder[]
  /** By flavor: where its jobs lie; null: its units are only counted. */
  readonly placements: readonly (Placement | null)[]
  /** Called from time to time; false stops the replay. */
  readonly mayGoOn: (jobsDone: number) => boolean
  readonly onRun?: ((event: RunEvent) => void) | undefined
}

const PROGRESS_EVERY_JOBS = 2048

/** null: stopped. */
export function runCourse(parts: CourseParts): Course | null {
  const course = new RunningCourse(parts)
  return course.run() ? course : null
}

class RunningCourse implements Course {
  readonly starts: Float64Array
  readonly ends: Float64Array
  lastEndAt = 0
  impossibleJobs = 0
  decisions = 0
  private readonly parts: CourseParts
  private readonly coming = new EventHeap()
  private readonly decided = new Decisions()
  /** End that counts, by row; others in the heap are of runs that were stopped. */
  private readonly endAt: Float64Array
  private readonly startedAt: Float64Array
  private readonly runLeft: Float64Array
  readonly ranAt: Uint8Array | null
  private done = 0

  constructor(parts: CourseParts) {
    this.parts = parts
    const count = parts.workload.submit.length
    this.starts = new Float64Array(count).fill(Number.NaN)
    this.ends = new Float64Array(count).fill(Number.NaN)
    this.endAt = new Float64Array(count).fill(Number.NaN)
    this.startedAt = new Float64Array(count)
    this.runLeft = Float64Array.from(parts.workload.run)
    this.ranAt = parts.decider.flavors === undefined ? null : new Uint8Array(count)
  }

  /** False: stopped. */
  run(): boolean {
    const { workload, decider } = this.parts
    const { submit } = workload
    let arrived = 0
    let wakeAt = decider.nextWakeAt(-Infinity)
    for (;;) {
      const now = Math.min(submit[arrived] ?? Infinity, this.coming.nextTime, wakeAt)
      if (now === Infinity) break
      for (; arrived < submit.length && submit[arrived] === now; arrived += 1) this.arrive(now, arrived)
      while (this.coming.nextTime === now) {
        const job = this.coming.pop()
        if (this.endAt[job] === now && !this.end(now, job)) return false
      }
      if (wakeAt <= now) {
        const before = this.capacities()
        decider.wake(now, this.decided)
        this.noteCapacities(now, before)
        this.carryOut(now)
      }
      wakeAt = decider.nextWakeAt(now)
      if (arrived === submit.length && this.coming.isEmpty && this.done + this.impossibleJobs === submit.length) break
    }
    return this.parts.mayGoOn(submit.length)
  }

  private noteCapacities(now: number, before: readonly number[]): void {
    for (const [flavor, units] of this.capacities().entries()) {
      if (units !== before[flavor]) this.parts.recorders[flavor]!.capacityChanged(now, units)
    }
  }

  private capacities(): readonly number[] {
    const { decider, recorders } = this.parts
    const { flavors } = decider
    return flavors === undefined ? [decider.capacityNow] : recorders.map((_, flavor) => flavors.capacityOf(flavor))
  }

  private recorderOfQueue(job: number): UsageRecorder {
    const { decider, recorders } = this.parts
    return recorders[decider.flavors === undefined ? 0 : decider.flavors.homeOf(job)]!
  }

  private recorderOfRun(job: number): UsageRecorder {
    return this.parts.recorders[this.ranAt === null ? 0 : this.ranAt[job]!]!
  }

  private arrive(now: number, job: number): void {
    const { workload, leaf, decider } = this.parts
    const recorder = this.recorderOfQueue(job)
    recorder.queueChanged(now, leaf[job]!, workload.units[job]!, 1)
    if (decider.submit(now, job, this.decided) === 'larger-than-limits') {
      recorder.queueChanged(now, leaf[job]!, workload.units[job]!, -1)
      this.impossibleJobs += 1
    }
    this.carryOut(now)
  }

  private end(now: number, job: number): boolean {
    const { workload, leaf, decider } = this.parts
    this.lastEndAt = now
    this.ends[job] = now
    this.endAt[job] = Number.NaN
    if (this.runLeft[job] !== workload.run[job] || this.starts[job] !== this.startedAt[job]) {
      this.starts[job] = now - workload.run[job]!
    }
    this.recorderOfRun(job).allocationChanged(now, leaf[job]!, -workload.units[job]!)
    this.tell('ended', now, job)
    decider.finish(now, job, this.decided)
    this.carryOut(now)
    this.done += 1
    return this.done % PROGRESS_EVERY_JOBS !== 0 || this.parts.mayGoOn(this.done)
  }

  private carryOut(now: number): void {
    const { workload, leaf, decider } = this.parts
    const { entries } = this.decided
    this.decisions += 1
    let stops = 0
    for (const entry of entries) {
      if (entry < 0) {
        this.stop(now, ~entry, this.decided.causes[stops]!)
        stops += 1
        continue
      }
      if (Number.isNaN(this.starts[entry]!)) this.starts[entry] = now
      this.startedAt[entry] = now
      const endAt = now + this.runLeft[entry]!
      this.endAt[entry] = endAt
      if (this.ranAt !== null) this.ranAt[entry] = decider.flavors!.boardOf(entry)
      this.recorderOfQueue(entry).queueChanged(now, leaf[entry]!, workload.units[entry]!, -1)
      this.recorderOfRun(entry).allocationChanged(now, leaf[entry]!, workload.units[entry]!)
      this.coming.push(endAt, entry)
      this.tell('started', now, entry)
    }
    this.decided.clear()
    this.notePlaces(now)
  }

  private notePlaces(now: number): void {
    const { placements, recorders } = this.parts
    for (let flavor = 0; flavor < placements.length; flavor += 1) {
      const placement = placements[flavor]
      if (placement) recorders[flavor]!.placed(now, placement.freeUnits(now), placement.strandedUnits(now))
    }
  }

  private stop(now: number, job: number, cause: StopCause): void {
    const { workload, leaf } = this.parts
    const recorder = this.recorderOfRun(job)
    const ran = now - this.startedAt[job]!
    const terms = workload.terms === null ? null : workload.terms.table[workload.terms.of[job]!]!
    const saved = savedSeconds(terms?.checkpointEverySeconds ?? null, ran)
    this.runLeft[job]! -= saved
    this.endAt[job] = Number.NaN
    const units = workload.units[job]!
    recorder.evicted(now, {
      kind: cause.kind,
      leaf: leaf[job]!,
      units,
      lostUnitSeconds: (ran - saved) * units,
      forLeaf: cause.claimant === null ? null : leaf[cause.claimant]!,
    })
    recorder.allocationChanged(now, leaf[job]!, -workload.units[job]!)
    this.recorderOfQueue(job).queueChanged(now, leaf[job]!, workload.units[job]!, 1)
    this.tell('stopped', now, job)
  }

  private tell(kind: RunEvent['kind'], at: number, job: number): void {
    this.parts.onRun?.({ kind, at, job, flavor: this.ranAt === null ? 0 : this.ranAt[job]! })
  }
}

/** Conservative backfilling of a plain queue, as one who decides. */
export class ConservativeDecider implements Decider {
  readonly capacityNow: number
  private readonly queue: ConservativeScheduler

  constructor(queue: ConservativeScheduler, capacity: number) {
    this.queue = queue
    this.capacityNow = capacity
  }

  submit(now: number, job: number): Submission {
    return this.queue.submit(now, job)
  }

  finish(now: number, job: number): void {
    this.queue.finish(now, job)
  }

  nextWakeAt(): number {
    return this.queue.nextStartAt()
  }

  wake(now: number, decisions: Decisions): void {
    this.queue.wake(now, decisions.entries)
  }
}
