// What a record of Slurm's accounting is in a replay, whichever way sacct printed it.
import type { BadLineReason } from '../outcome.ts'
import type { TraceJob } from '../workload.ts'
import { bad, leftOut, type LineReading, type TraceOrigin } from './trace-tally.ts'

/** One record as it was read. Times are Unix seconds; null: Slurm does not say (Unknown, None, not set). */
export interface SlurmRecord {
  /** The cluster's own number; text for an array's task whose raw number was not printed. */
  readonly id: number | string
  readonly cluster: string
  /** As Slurm writes it: COMPLETED, CANCELLED by 1000. '' when the column was not printed. */
  readonly state: string
  readonly submit: number | null
  readonly start: number | null
  readonly end: number | null
  readonly elapsed: number | null
  /** Seconds; null for no limit. */
  readonly limit: number | null
  /** What was allocated; where nothing was, what was asked for. */
  readonly units: number
  /** Whether the record says that nothing was ever allocated. */
  readonly isUnallocated: boolean
  /** Value of the column that the map names. */
  readonly owner: string
}

/** The job is still there, so that nobody knows how long it runs. */
const NOT_ENDED = new Set([
  'PENDING',
  'RUNNING',
  'SUSPENDED',
  'CONFIGURING',
  'COMPLETING',
  'STAGE_OUT',
  'SIGNALING',
  'STOPPED',
  'REQUEUE_FED',
  'REQUEUE_HOLD',
  'RESV_DEL_HOLD',
  'SPECIAL_EXIT',
])

interface Attempt {
  readonly position: number
  readonly start: number
  readonly job: TraceJob
}

/** Keeps the last attempt of a job that was put back into the queue; it was submitted when the first one was. */
export class SlurmJobs {
  private readonly projectOf: (owner: string) => string
  private readonly clusters = new Map<string, Map<number | string, Attempt>>()
  private positions = 0
  private earliest = Infinity

  constructor(projectOf: (owner: string) => string) {
    this.projectOf = projectOf
  }

  origin(): TraceOrigin {
    const isKnown = Number.isFinite(this.earliest)
    return { zero: isKnown ? this.earliest : 0, epoch: isKnown ? this.earliest : null, capacity: null }
  }

  /** `line` numbers a job that has no number of its own. */
  read(record: SlurmRecord, line: number): LineReading {
    const state = /^[A-Z_]*/.exec(record.state)![0]
    if (NOT_ENDED.has(state)) return leftOut('not-ended')
    const { submit, start } = record
    if (submit === null) return bad('not-a-time')
    if (submit < 0) return bad('negative-submit')
    if (start === null) return leftOut(state === '' && record.end === null ? 'not-ended' : 'never-ran')
    if (state === '' && record.end === null && record.elapsed === null) return leftOut('not-ended')
    const run = runTime(record, start)
    if (typeof run === 'string') return bad(run)
    // Slurm gives a job that was cancelled, or that failed, while it waited the moment of that as its start.
    if (run === 0 && (state === 'CANCELLED' || record.isUnallocated)) return leftOut('never-ran')
    if (record.units === 0) return leftOut('no-units')
    return this.take(record, { submit, start, run }, line)
  }

  private take(record: SlurmRecord, times: { submit: number; start: number; run: number }, line: number): LineReading {
    const { submit, start, run } = times
    const known = this.attemptsOf(record.cluster)
    const before = known.get(record.id)
    if (before !== undefined && before.start === start) return bad('duplicate-job')
    this.earliest = Math.min(this.earliest, submit)
    const job: TraceJob = {
      id: typeof record.id === 'number' ? record.id : line,
      submit,
      run,
      requested: record.limit !== null && record.limit > 0 ? record.limit : null,
      units: record.units,
      project: this.projectOf(record.owner),
    }
    if (before === undefined) {
      known.set(record.id, { position: this.positions, start, job })
      this.positions += 1
      return { kind: 'job', job }
    }
    const last = start > before.start ? job : before.job
    const whole = { ...last, submit: Math.min(submit, before.job.submit) }
    known.set(record.id, { position: before.position, start: Math.max(start, before.start), job: whole })
    return { kind: 'job', job: whole, inPlaceOf: before.position }
  }

  private attemptsOf(cluster: string): Map<number | string, Attempt> {
    let known = this.clusters.get(cluster)
    if (known === undefined) {
      known = new Map()
      this.clusters.set(cluster, known)
    }
    return known
  }
}

function runTime({ elapsed, end }: SlurmRecord, start: number): number | BadLineReason {
  if (elapsed !== null) return elapsed < 0 ? 'no-run-time' : elapsed
  if (end === null) return 'no-run-time'
  return end < start ? 'end-before-start' : end - start
}

/**
 * The amount of `name` in a list of trackable resources such as `cpu=8,gres/gpu:h200=4,gres/gpu=4,node=1`: 0 when it is
 * not there. Where only the kinds of a resource are counted, their sum.
 */
export function tresAmount(entries: Iterable<readonly [name: string, amount: number]>, name: string): number {
  let ofKinds = 0
  for (const [entry, amount] of entries) {
    if (entry === name) return amount
    if (entry.startsWith(`${name}:`)) ofKinds += amount
  }
  return ofKinds
}
