// One moment of a replay: who runs, who waits, and why each of them waits. The history is replayed up to that moment, so the
// same moment of the same history under the same policy has the same answer.
import { accept, refuse, type Result } from '../domain/kernel/result.ts'
import type { Decisions } from '../domain/scheduling/decisions.ts'
import type { Explanation } from '../domain/scheduling/explanation.ts'
import type { Submission } from '../domain/scheduling/scheduler.ts'
import type { Decider, FlavorsDecided } from './course.ts'
import { explanationInUnits } from './outcome-in-units.ts'
import { replay, type Explaining, type ReplayOptions } from './replay.ts'
import type { Workload } from './workload.ts'

export interface MomentAsked {
  /** Seconds on the clock of the history. */
  readonly time: number
  /** So many of those that wait are explained, the earliest submitted first. */
  readonly explainMax: number
  /** Number of a job in the history: it is explained too, when it waits. */
  readonly job?: number | undefined
}

export interface QueueMoment {
  readonly time: number
  /** The last decision until then: reasons and starts are those that were true right after it. */
  readonly decidedAt: number
  /** Units that there were. */
  readonly capacity: number
  /** In order of their starts. */
  readonly running: readonly RunningJob[]
  /** In order of submission. */
  readonly waiting: readonly WaitingJob[]
}

export interface RunningJob {
  /** Its number in the history. */
  readonly job: number
  readonly project: string
  readonly units: number
  readonly startedAt: number
  readonly requestedEnd: number
}

export interface WaitingJob {
  readonly job: number
  readonly project: string
  readonly units: number
  /** Seconds. */
  readonly requested: number
  readonly submittedAt: number
  /** Other jobs in it by their numbers in the history. null: not explained, there were too many. */
  readonly reason: Explanation | null
  /** Promised; null: nothing is. */
  readonly reservedStart: number | null
}

export type MomentRefusal = 'project-not-in-tree' | 'moment-not-in-history'

export function queueAt(
  workload: Workload,
  options: ReplayOptions,
  asked: MomentAsked,
): Result<QueueMoment, MomentRefusal> {
  let watch: MomentWatch | null = null
  const replayed = replay(workload, {
    ...options,
    watch: (scheduler) => (watch = new MomentWatch(scheduler, workload, asked)),
    onProgress: () => (watch === null || watch.moment === null ? 'continue' : 'stop'),
  })
  if (!replayed.ok && replayed.refusal === 'project-not-in-tree') return refuse('project-not-in-tree')
  const moment = (watch as MomentWatch | null)?.momentAtEnd() ?? null
  return moment === null ? refuse('moment-not-in-history') : accept(moment)
}

/** Passes everything on to the scheduler, and looks at it before the first thing that happens after the moment. */
class MomentWatch implements Decider {
  moment: QueueMoment | null = null
  private readonly scheduler: Explaining
  private readonly workload: Workload
  private readonly asked: MomentAsked
  private readonly waiting = new Set<number>()
  private readonly startedAt = new Map<number, number>()
  private decidedAt = -Infinity
  private isPast = false

  constructor(scheduler: Explaining, workload: Workload, asked: MomentAsked) {
    this.scheduler = scheduler
    this.workload = workload
    this.asked = asked
  }

  private get grains(): number {
    return this.workload.grainsPerUnit ?? 1
  }

  get capacityNow(): number {
    return this.scheduler.capacityNow
  }

  get flavors(): FlavorsDecided | undefined {
    return this.scheduler.flavors
  }

  submit(now: number, job: number, decisions: Decisions): Submission {
    this.lookBefore(now)
    const submission = this.scheduler.submit(now, job, decisions)
    if (submission === 'queued') this.waiting.add(job)
    this.keep(now, decisions)
    return submission
  }

  finish(now: number, job: number, decisions: Decisions): void {
    this.lookBefore(now)
    this.scheduler.finish(now, job, decisions)
    this.startedAt.delete(job)
    this.keep(now, decisions)
  }

  nextWakeAt(now: number): number {
    return this.scheduler.nextWakeAt(now)
  }

  wake(now: number, decisions: Decisions): void {
    this.lookBefore(now)
    this.scheduler.wake(now, decisions)
    this.keep(now, decisions)
  }

  /** null before the first submission. */
  momentAtEnd(): QueueMoment | null {
    this.lookBefore(Infinity)
    return this.moment
  }

  private keep(now: number, { entries }: Decisions): void {
    this.decidedAt = now
    for (const entry of entries) {
      const job = entry < 0 ? ~entry : entry
      if (entry < 0) {
        this.startedAt.delete(job)
        this.waiting.add(job)
      } else {
        this.waiting.delete(job)
        this.startedAt.set(job, now)
      }
    }
  }

  private lookBefore(next: number): void {
    if (this.isPast || next <= this.asked.time) return
    this.isPast = true
    // Nothing was submitted by then.
    if (this.decidedAt === -Infinity) return
    const { ids } = this.workload
    const waiting = [...this.waiting].toSorted((a, b) => a - b)
    const explained = new Set(waiting.slice(0, this.asked.explainMax))
    const wanted = waiting.find((job) => ids[job] === this.asked.job)
    if (wanted !== undefined) explained.add(wanted)
    this.moment = {
      time: this.asked.time,
      decidedAt: this.decidedAt,
      capacity: this.scheduler.capacityNow / this.grains,
      running: [...this.startedAt].map(([job, at]) => this.runningJob(job, at)),
      waiting: waiting.map((job) => this.waitingJob(job, explained.has(job))),
    }
  }

  private runningJob(job: number, startedAt: number): RunningJob {
    const { ids, units, requested, project, projects } = this.workload
    const requestedEnd = startedAt + requested[job]!
    return {
      job: ids[job]!,
      project: projects[project[job]!]!,
      units: units[job]! / this.grains,
      startedAt,
      requestedEnd,
    }
  }

  private waitingJob(job: number, isExplained: boolean): WaitingJob {
    const { ids, units, requested, submit, project, projects } = this.workload
    const reason = isExplained ? this.explained(job) : null
    return {
      job: ids[job]!,
      project: projects[project[job]!]!,
      units: units[job]! / this.grains,
      requested: requested[job]!,
      submittedAt: submit[job]!,
      reason,
      reservedStart: reason !== null && reason.isReserved ? reason.start : null,
    }
  }

  private explained(job: number): Explanation {
    const { ids } = this.workload
    const reason = explanationInUnits(this.scheduler.explain(this.decidedAt, job), this.grains)
    const { counterfactual, otherJob } = reason
    return {
      ...reason,
      otherJob: otherJob === null ? null : (ids[otherJob] ?? null),
      counterfactual:
        counterfactual.change === 'without-job'
          ? { change: 'without-job', job: ids[counterfactual.job] ?? 0 }
          : counterfactual,
    }
  }
}
