// Two replays of one history, job by job: how many start earlier, later, at the same second, and by how much.
import { sizeClassOf } from './job-figures.ts'
import { JOB_SIZES } from './outcome.ts'
import type { Workload } from './workload.ts'

export interface JobShifts {
  readonly earlier: number
  readonly later: number
  readonly same: number
  /** Jobs that only one of the replays could start; a job that neither could is in no count. */
  readonly onlyFirst: number
  readonly onlySecond: number
}

/**
 * Seconds that jobs wait longer in the second replay (negative: shorter), over the jobs that both started. Quantiles are
 * nearest-rank: p5 and p25 from below, p75 and p95 from above; the median of an even number is the mean of the middle two.
 * So those of the opposite comparison are their opposites.
 */
export interface ShiftQuantiles {
  readonly min: number
  readonly p5: number
  readonly p25: number
  readonly median: number
  readonly p75: number
  readonly p95: number
  readonly max: number
}

export interface JobComparison {
  readonly pool: JobShifts
  /** By id of the node, with the jobs of all below it. */
  readonly nodes: Readonly<Record<string, JobShifts>>
  /** By size; a size without jobs has no entry. */
  readonly sizes: Readonly<Record<string, JobShifts>>
  /** null: no job was started by both. */
  readonly quantiles: ShiftQuantiles | null
}

/** One side: a history as it was replayed, and the first start of each of its rows, NaN for never. */
export interface StartedJobs {
  readonly workload: Workload
  readonly starts: Float64Array
}

interface TreeNode {
  readonly id: string
  readonly parent: string | null
}

/** null: the two are not the same jobs row by row, by number, submission, run time and project. `nodes`: the share tree. */
export function compareJobs(first: StartedJobs, second: StartedJobs, nodes: readonly TreeNode[]): JobComparison | null {
  const { workload } = second
  if (!areSameJobs(first.workload, workload)) return null
  const [pool, sizes] = [noShifts(), JOB_SIZES.map(noShifts)]
  const byProject = workload.projects.map(noShifts)
  const shifts = new Float64Array(second.starts.length)
  let both = 0
  for (let row = 0; row < shifts.length; row += 1) {
    const [before, after] = [first.starts[row]!, second.starts[row]!]
    const kind = kindOf(before, after)
    if (kind === null) continue
    pool[kind] += 1
    byProject[workload.project[row]!]![kind] += 1
    sizes[sizeClassOf(workload, row)]![kind] += 1
    if (kind === 'onlyFirst' || kind === 'onlySecond') continue
    // The submission is the same, so the waits differ by what the starts differ by.
    shifts[both] = after - before
    both += 1
  }
  return {
    pool,
    nodes: byNode(new Map(workload.projects.map((id, index) => [id, byProject[index]!])), nodes),
    sizes: Object.fromEntries(
      JOB_SIZES.map((size, index) => [size, sizes[index]!] as const).filter(([, counts]) => totalOf(counts) > 0),
    ),
    quantiles: both === 0 ? null : quantilesOf(shifts.subarray(0, both).toSorted()),
  }
}

type Counts = { -readonly [kind in keyof JobShifts]: number }

function noShifts(): Counts {
  return { earlier: 0, later: 0, same: 0, onlyFirst: 0, onlySecond: 0 }
}

function totalOf(counts: JobShifts): number {
  return counts.earlier + counts.later + counts.same + counts.onlyFirst + counts.onlySecond
}

function kindOf(before: number, after: number): keyof JobShifts | null {
  if (Number.isNaN(before)) return Number.isNaN(after) ? null : 'onlySecond'
  if (Number.isNaN(after)) return 'onlyFirst'
  return after < before ? 'earlier' : after > before ? 'later' : 'same'
}

function byNode(
  projects: ReadonlyMap<string, JobShifts>,
  nodes: readonly TreeNode[],
): Readonly<Record<string, JobShifts>> {
  const counts = new Map(nodes.map(({ id }) => [id, noShifts()]))
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]))
  for (const [project, shifts] of projects) {
    for (let id: string | null | undefined = project; typeof id === 'string'; id = parents.get(id)) {
      const sum = counts.get(id)
      if (sum === undefined) break
      for (const kind of ['earlier', 'later', 'same', 'onlyFirst', 'onlySecond'] as const) sum[kind] += shifts[kind]
    }
  }
  return Object.fromEntries(counts)
}

function areSameJobs(first: Workload, second: Workload): boolean {
  if (first.ids.length !== second.ids.length) return false
  for (let row = 0; row < first.ids.length; row += 1) {
    const isSame =
      first.ids[row] === second.ids[row] &&
      first.submit[row] === second.submit[row] &&
      first.run[row] === second.run[row] &&
      first.projects[first.project[row]!] === second.projects[second.project[row]!]
    if (!isSame) return false
  }
  return true
}

function quantilesOf(sorted: Float64Array): ShiftQuantiles {
  const count = sorted.length
  const fromBelow = (share: number) => sorted[Math.max(0, Math.ceil(share * count) - 1)]!
  const fromAbove = (share: number) => sorted[count - Math.max(1, Math.ceil(share * count))]!
  const middle = count >> 1
  return {
    min: sorted[0]!,
    p5: fromBelow(0.05),
    p25: fromBelow(0.25),
    median: count % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2,
    p75: fromAbove(0.25),
    p95: fromAbove(0.05),
    max: sorted[count - 1]!,
  }
}
