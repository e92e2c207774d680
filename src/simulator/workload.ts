// A job history in columns: what happened, ready to be replayed. Rows are in order of submission.
import { assert } from '../domain/kernel/assert.ts'
import type { JobTerms } from '../domain/scheduling/demand.ts'
import { grainsForMilli, termsInGrains } from './grains.ts'

export interface Workload {
  /** Number of the job in its trace (the line, where the trace numbers nothing). */
  readonly ids: Float64Array
  /** Whole seconds from the trace's zero. */
  readonly submit: Float64Array
  /** Whole seconds that the job ran, at most what it requested. */
  readonly run: Float64Array
  /** Whole seconds that the scheduler is told, at least 1. */
  readonly requested: Float64Array
  /** Whole units of the flavor; where jobs ask for parts of one, whole grains of it. */
  readonly units: Float64Array
  /** Grains of one unit. Absent: 1, units are counted whole. */
  readonly grainsPerUnit?: number
  /** Index into `projects`. */
  readonly project: Int32Array
  /** Ids of the share tree's projects that the jobs belong to. */
  readonly projects: readonly string[]
  /** Unix seconds of the trace's zero; null when the trace does not say. */
  readonly epoch: number | null
  /** Units that the trace says its machine had; null when it does not. */
  readonly capacity: number | null
  /** What jobs ask beyond units and time: row `r` has `table[of[r]]`. null: every job has the default terms. */
  readonly terms: { readonly table: readonly JobTerms[]; readonly of: Int32Array } | null
}

/** One job as a reader found it. */
export interface TraceJob {
  readonly id: number
  readonly submit: number
  readonly run: number
  /** null: the trace does not say. */
  readonly requested: number | null
  /** Whole units. Of a job that asks a fraction: rounded up, and `milliUnits` has the amount. */
  readonly units: number
  /** Thousandths of a unit; present only where they are no whole units. */
  readonly milliUnits?: number
  readonly project: string
  /** Absent: the default terms of the scenario. */
  readonly terms?: JobTerms
}

/** Sorts by submission (stable: the order of the file decides ties) and lays the jobs out in columns. */
export function workloadOf(
  jobs: readonly TraceJob[],
  origin: { readonly zero: number; readonly epoch: number | null; readonly capacity: number | null },
  requestedOf: (job: TraceJob) => number,
): Workload {
  const order = orderOfSubmission(jobs)
  const projects: string[] = []
  const projectIndex = new Map<string, number>()
  const column = (read: (job: TraceJob) => number) => {
    const values = new Float64Array(order.length)
    for (let row = 0; row < values.length; row += 1) values[row] = read(jobs[order[row]!]!)
    return values
  }
  const grainsPerUnit = grainsOfAll(jobs)
  const requested = column((job) => Math.max(1, requestedOf(job)))
  const run = column((job) => job.run)
  for (let row = 0; row < run.length; row += 1) run[row] = Math.min(run[row]!, requested[row]!)
  const project = Int32Array.from(order, (position) => {
    const id = jobs[position]!.project
    let index = projectIndex.get(id)
    if (index === undefined) {
      index = projects.push(id) - 1
      projectIndex.set(id, index)
    }
    return index
  })
  return {
    ids: column((job) => job.id),
    submit: column((job) => job.submit - origin.zero),
    run,
    requested,
    units: column((job) => grainsOf(job, grainsPerUnit)),
    ...(grainsPerUnit === 1 ? {} : { grainsPerUnit }),
    project,
    projects,
    epoch: origin.epoch,
    capacity: origin.capacity,
    terms: termsOf(jobs, order, origin.zero, grainsPerUnit),
  }
}

/** The fewest in which every part is whole; 1 when no job asks for a part. */
function grainsOfAll(jobs: readonly TraceJob[]): number {
  const parts = new Set<number>()
  for (const { milliUnits } of jobs) if (milliUnits !== undefined) parts.add(milliUnits)
  return parts.size === 0 ? 1 : grainsForMilli(parts)
}

function grainsOf({ units, milliUnits }: TraceJob, grainsPerUnit: number): number {
  return milliUnits === undefined ? units * grainsPerUnit : (milliUnits * grainsPerUnit) / 1000
}

/** Most histories are in order already: then nothing is sorted. */
function orderOfSubmission(jobs: readonly TraceJob[]): Uint32Array {
  const order = new Uint32Array(jobs.length)
  let isSorted = true
  for (let position = 0; position < order.length; position += 1) {
    order[position] = position
    isSorted &&= position === 0 || jobs[position - 1]!.submit <= jobs[position]!.submit
  }
  return isSorted ? order : order.toSorted((a, b) => jobs[a]!.submit - jobs[b]!.submit || a - b)
}

/** A format gives terms to every job or to none. Deadlines become seconds from the trace's zero, as all times. */
function termsOf(
  jobs: readonly TraceJob[],
  order: Uint32Array,
  zero: number,
  grainsPerUnit: number,
): Workload['terms'] {
  if (jobs[0]?.terms === undefined) return null
  const table: JobTerms[] = []
  const places = new Map<JobTerms, number>()
  const of = Int32Array.from(order, (position) => {
    const { terms } = jobs[position]!
    assert(terms !== undefined, 'a history gives terms to every job or to none')
    const known = places.get(terms)
    if (known !== undefined) return known
    const scaled = termsInGrains(terms, grainsPerUnit)
    const place = table.push(terms.deadline === null ? scaled : { ...scaled, deadline: terms.deadline - zero }) - 1
    places.set(terms, place)
    return place
  })
  return { table, of }
}
