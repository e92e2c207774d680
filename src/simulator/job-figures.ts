// Figures of many jobs by node of the tree and by class, from columns: jobs are laid out in the order of the tree's leaves,
// so that every node is one stretch of them and no list of jobs is ever made.
import type { ShareTreeShape } from '../domain/scheduling/share-tree.ts'
import { EventHeap } from './event-heap.ts'
import { JOB_LENGTHS, JOB_SIZES, type JobClassOutcome, type WaitSummary } from './outcome.ts'
import { boundedSlowdown, roundTo4, waitSummary } from './wait-summary.ts'
import type { Workload } from './workload.ts'

const SHORT_SECONDS = 3_600
const CLASSES = JOB_SIZES.length * JOB_LENGTHS.length

/** When each job of the workload started first and ended last, by row; NaN where it never did. */
export interface JobTimes {
  readonly starts: Float64Array
  readonly ends: Float64Array
}

/** Rows of the jobs that ran to their end, by leaf in the order of the tree and there by submission. */
export interface JobsByNode {
  readonly rows: Int32Array
  /** Stretch of `rows` by node index, end excluded; entry 0 is all. */
  readonly from: Int32Array
  readonly until: Int32Array
  readonly waits: Float64Array
  readonly turnarounds: Float64Array
}

export interface StretchFigures {
  readonly jobs: number
  readonly askedUnitSeconds: number
  readonly wait: WaitSummary
  readonly turnaround: WaitSummary
  readonly averageBoundedSlowdown: number
}

export function jobsByNode(workload: Workload, shape: ShareTreeShape, leaf: Int32Array, times: JobTimes): JobsByNode {
  const count = new Int32Array(shape.ids.length)
  for (let row = 0; row < leaf.length; row += 1) if (!Number.isNaN(times.ends[row]!)) count[leaf[row]!]! += 1
  const [from, until] = [new Int32Array(shape.ids.length), new Int32Array(shape.ids.length)]
  let next = 0
  const lay = (node: number) => {
    from[node] = next
    next += count[node]!
    for (const child of shape.children[node]!) lay(child)
    until[node] = next
  }
  lay(0)
  const rows = new Int32Array(next)
  const at = from.slice()
  for (let row = 0; row < leaf.length; row += 1) {
    if (Number.isNaN(times.ends[row]!)) continue
    const node = leaf[row]!
    rows[at[node]!] = row
    at[node]! += 1
  }
  const [waits, turnarounds] = [new Float64Array(next), new Float64Array(next)]
  for (let place = 0; place < next; place += 1) {
    const row = rows[place]!
    waits[place] = times.starts[row]! - workload.submit[row]!
    turnarounds[place] = times.ends[row]! - workload.submit[row]!
  }
  return { rows, from, until, waits, turnarounds }
}

export function nodeFigures(workload: Workload, jobs: JobsByNode, node: number): StretchFigures {
  const [from, until] = [jobs.from[node]!, jobs.until[node]!]
  let [asked, slowdown] = [0, 0]
  for (let at = from; at < until; at += 1) {
    const row = jobs.rows[at]!
    const run = workload.run[row]!
    asked += workload.units[row]! * workload.requested[row]!
    slowdown += boundedSlowdown(jobs.turnarounds[at]! - run, run)
  }
  return {
    jobs: until - from,
    askedUnitSeconds: asked,
    wait: waitSummary(jobs.waits.subarray(from, until)),
    turnaround: waitSummary(jobs.turnarounds.subarray(from, until)),
    averageBoundedSlowdown: until === from ? 0 : roundTo4(slowdown / (until - from)),
  }
}

/** Sum of run times / sum of turnarounds of the node's jobs; null without jobs, 1 when all took no time. */
export function runningPart(workload: Workload, jobs: JobsByNode, node: number): number | null {
  const [from, until] = [jobs.from[node]!, jobs.until[node]!]
  if (from === until) return null
  let [run, turnaround] = [0, 0]
  for (let at = from; at < until; at += 1) {
    run += workload.run[jobs.rows[at]!]!
    turnaround += jobs.turnarounds[at]!
  }
  return turnaround === 0 ? 1 : run / turnaround
}

/**
 * Sum of turnarounds in the replay / the same on a machine of `units`, first come first served, over the node's jobs that
 * fit there. null when none fits, or when they would take no time alone.
 */
export function againstAlone(workload: Workload, jobs: JobsByNode, node: number, units: number): number | null {
  const ends = new EventHeap(64)
  let [free, clock, here, alone] = [units, 0, 0, 0]
  for (let at = jobs.from[node]!; at < jobs.until[node]!; at += 1) {
    const row = jobs.rows[at]!
    const size = workload.units[row]!
    const submit = workload.submit[row]!
    if (size > units) continue
    clock = Math.max(clock, submit)
    while (ends.nextTime <= clock) free += workload.units[ends.pop()]!
    while (free < size) {
      clock = ends.nextTime
      while (ends.nextTime <= clock) free += workload.units[ends.pop()]!
    }
    free -= size
    ends.push(clock + workload.run[row]!, row)
    alone += clock + workload.run[row]! - submit
    here += jobs.turnarounds[at]!
  }
  return alone === 0 ? null : roundTo4(here / alone)
}

/** Classes that have jobs, smallest first, of the node's jobs. `id`: what the rows say of whom they are. */
export function classFigures(workload: Workload, jobs: JobsByNode, node: number, id: string | null): JobClassOutcome[] {
  const counts = new Int32Array(CLASSES)
  const [from, until] = [jobs.from[node]!, jobs.until[node]!]
  for (let at = from; at < until; at += 1) counts[classOf(workload, jobs.rows[at]!)]! += 1
  const stretches = Array.from(counts, (count) => ({
    waits: new Float64Array(count),
    turnarounds: new Float64Array(count),
    next: 0,
    asked: 0,
    delivered: 0,
    slowdown: 0,
  }))
  for (let at = from; at < until; at += 1) {
    const row = jobs.rows[at]!
    const stretch = stretches[classOf(workload, row)]!
    const run = workload.run[row]!
    stretch.waits[stretch.next] = jobs.waits[at]!
    stretch.turnarounds[stretch.next] = jobs.turnarounds[at]!
    stretch.next += 1
    stretch.asked += workload.units[row]! * workload.requested[row]!
    stretch.delivered += workload.units[row]! * run
    stretch.slowdown += boundedSlowdown(jobs.turnarounds[at]! - run, run)
  }
  return stretches.flatMap((stretch, position) => {
    if (stretch.next === 0) return []
    return {
      node: id,
      size: JOB_SIZES[Math.floor(position / JOB_LENGTHS.length)]!,
      length: JOB_LENGTHS[position % JOB_LENGTHS.length]!,
      jobs: stretch.next,
      askedUnitSeconds: stretch.asked,
      deliveredUnitSeconds: stretch.delivered,
      wait: waitSummary(stretch.waits),
      turnaround: waitSummary(stretch.turnarounds),
      averageBoundedSlowdown: roundTo4(stretch.slowdown / stretch.next),
    }
  })
}

/** Index into JOB_SIZES. */
export function sizeClassOf(workload: Workload, row: number): number {
  const units = workload.units[row]! / (workload.grainsPerUnit ?? 1)
  return units <= 1 ? 0 : units <= 8 ? 1 : units <= 64 ? 2 : 3
}

function classOf(workload: Workload, row: number): number {
  return sizeClassOf(workload, row) * JOB_LENGTHS.length + (workload.run[row]! < SHORT_SECONDS ? 0 : 1)
}
