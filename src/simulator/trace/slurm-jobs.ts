// What a record of Slurm's accounting is in a replay, whichever way sacct printed it.
import type { BadLineReason } from '../outcome.ts'
import type { TraceJob } from '../workload.ts'
import { NumberIndex } from './number-index.ts'
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

/** Which jobs of a cluster were there before: their places in the list of jobs. */
class ClusterJobs {
  private readonly numbers = new NumberIndex()
  private readonly names = new Map<string, number>()

  placeOf(id: number | string): number {
    return typeof id === 'number' ? this.numbers.placeOf(id) : (this.names.get(id) ?? -1)
  }

  add(id: number | string, place: number): void {
    if (typeof id === 'number') this.numbers.add(id, place)
    else this.names.set(id, place)
  }
}

/** Keeps the last attempt of a job that was put back into the queue; it was submitted when the first one was. */
export class SlurmJobs {
  private readonly projectOf: (owner: string) => string
  private readonly clusters = new Map<string, ClusterJobs>()
  /** The jobs so far and when each started, in the order in which they were told. */
  private readonly jobs: TraceJob[] = []
  private readonly starts: number[] = []
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
    const known = this.jobsOf(record.cluster)
    const place = known.placeOf(record.id)
    if (place !== -1 && this.starts[place] === start) return bad('duplicate-job')
    this.earliest = Math.min(this.earliest, submit)
    const job: TraceJob = {
      id: typeof record.id === 'number' ? record.id : line,
      submit,
      run,
      requested: record.limit !== null && record.limit > 0 ? record.limit : null,
      units: record.units,
      project: this.projectOf(record.owner),
    }
    if (place === -1) {
      known.add(record.id, this.jobs.length)
      this.jobs.push(job)
      this.starts.push(start)
      return { kind: 'job', job }
    }
    const before = this.jobs[place]!
    const last = start > this.starts[place]! ? job : before
    const whole = { ...last, submit: Math.min(submit, before.submit) }
    this.jobs[place] = whole
    this.starts[place] = Math.max(start, this.starts[place]!)
    return { kind: 'job', job: whole, inPlaceOf: place }
  }

  private jobsOf(cluster: string): ClusterJobs {
    let known = this.clusters.get(cluster)
    if (known === undefined) {
      known = new ClusterJobs()
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
