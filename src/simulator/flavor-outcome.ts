// What a replay with several flavors gives for each of them: how much there was, who used it, and who came from another flavor.
import type { Booking } from '../domain/scheduling/calendar.ts'
import type { ShareTreeShape } from '../domain/scheduling/share-tree.ts'
import type { FlavorOutcome } from './outcome.ts'
import { shareAccounts } from './share-accounts.ts'
import type { AccountingPeriod } from '../domain/scheduling/accounting-period.ts'
import type { UsageRecorder } from './usage-recorder.ts'
import { roundTo4 } from './wait-summary.ts'

export interface FlavorParts {
  readonly flavor: string
  readonly shape: ShareTreeShape
  readonly recorder: UsageRecorder
}

export interface FlavorRuns {
  /** Leaf index of each job. */
  readonly leaf: Int32Array
  readonly ends: Float64Array
  /** Index of the flavor at which a job ran last, and of the one that it would rather have had. */
  readonly ranAt: Uint8Array
  readonly homeOf: (job: number) => number
  readonly lastEndAt: number
  readonly period: AccountingPeriod
}

/** In the order of `flavors`. */
export function flavorOutcomes(flavors: readonly FlavorParts[], runs: FlavorRuns): readonly FlavorOutcome[] {
  return flavors.map((parts, index) => flavorOutcome(parts, index, runs))
}

/** What was used of a flavor by appointment, in the form of the others: whoever had an appointment ran there. */
export function appointmentOutcome(
  { flavor, shape, recorder }: FlavorParts,
  used: readonly Booking[],
  runs: Pick<FlavorRuns, 'leaf' | 'lastEndAt' | 'period'>,
): FlavorOutcome {
  const changes = used.flatMap(({ leaf, units, from, to }) => [
    { at: from, leaf, units },
    { at: to, leaf, units: -units },
  ])
  // What ends gives way to what begins at the same moment.
  for (const { at, leaf, units } of changes.toSorted((a, b) => a.at - b.at || a.units - b.units)) {
    recorder.allocationChanged(at, leaf, units)
  }
  const count = new Float64Array(shape.ids.length)
  for (const job of new Set(used.map((booking) => booking.job))) {
    for (let node = runs.leaf[job]!; node !== -1; node = shape.parent[node]!) count[node]! += 1
  }
  return figuresOf(
    { flavor, shape, recorder },
    { jobs: count, jobsFromElsewhere: new Float64Array(count.length) },
    runs,
  )
}

function flavorOutcome(parts: FlavorParts, index: number, runs: FlavorRuns): FlavorOutcome {
  const { shape } = parts
  const jobs = new Float64Array(shape.ids.length)
  const jobsFromElsewhere = new Float64Array(shape.ids.length)
  runs.ranAt.forEach((ranAt, job) => {
    if (ranAt !== index || Number.isNaN(runs.ends[job]!)) return
    const isElsewhere = runs.homeOf(job) !== index
    for (let node = runs.leaf[job]!; node !== -1; node = shape.parent[node]!) {
      jobs[node]! += 1
      if (isElsewhere) jobsFromElsewhere[node]! += 1
    }
  })
  return figuresOf(parts, { jobs, jobsFromElsewhere }, runs)
}

function figuresOf(
  { flavor, shape, recorder }: FlavorParts,
  { jobs, jobsFromElsewhere }: { readonly jobs: Float64Array; readonly jobsFromElsewhere: Float64Array },
  runs: Pick<FlavorRuns, 'lastEndAt' | 'period'>,
): FlavorOutcome {
  const totals = recorder.periodTotals(runs.lastEndAt)
  const { lent } = shareAccounts(shape, totals, { startAt: recorder.startAt, period: runs.period })
  const { earned, delivered, borrowed } = recorder.account
  const nodes = shape.ids.map((id, node) => ({
    id,
    guarantee: shape.guarantee[node]!,
    jobs: jobs[node]!,
    jobsFromElsewhere: jobsFromElsewhere[node]!,
    deliveredUnitSeconds: delivered[node]!,
    borrowedUnitSeconds: borrowed[node]!,
    lentUnitSeconds: lent[node]!,
  }))
  const fragmentation = recorder.fragmentation(runs.lastEndAt)
  return {
    flavor,
    capacity: shape.capacity,
    jobs: jobs[0]!,
    jobsFromElsewhere: jobsFromElsewhere[0]!,
    utilisation: earned[0]! > 0 ? roundTo4(delivered[0]! / earned[0]!) : 0,
    deliveredUnitSeconds: delivered[0]!,
    nodes: nodes.slice(1),
    ...(fragmentation === null ? {} : { fragmentation: roundTo4(fragmentation) }),
  }
}
