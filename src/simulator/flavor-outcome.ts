// What a replay with several flavors gives for each of them: how much there was, who used it, and who came from another flavor.
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

function flavorOutcome({ flavor, shape, recorder }: FlavorParts, index: number, runs: FlavorRuns): FlavorOutcome {
  const totals = recorder.periodTotals(runs.lastEndAt)
  const { lent } = shareAccounts(shape, totals, { startAt: recorder.startAt, period: runs.period })
  const { earned, delivered, borrowed } = recorder.account
  const jobs = new Float64Array(shape.ids.length)
  const fromElsewhere = new Float64Array(shape.ids.length)
  runs.ranAt.forEach((ranAt, job) => {
    if (ranAt !== index || Number.isNaN(runs.ends[job]!)) return
    const isElsewhere = runs.homeOf(job) !== index
    for (let node = runs.leaf[job]!; node !== -1; node = shape.parent[node]!) {
      jobs[node]! += 1
      if (isElsewhere) fromElsewhere[node]! += 1
    }
  })
  const nodes = shape.ids.map((id, node) => ({
    id,
    guarantee: shape.guarantee[node]!,
    jobs: jobs[node]!,
    jobsFromElsewhere: fromElsewhere[node]!,
    deliveredUnitSeconds: delivered[node]!,
    borrowedUnitSeconds: borrowed[node]!,
    lentUnitSeconds: lent[node]!,
  }))
  return {
    flavor,
    capacity: shape.capacity,
    jobs: jobs[0]!,
    jobsFromElsewhere: fromElsewhere[0]!,
    utilisation: earned[0]! > 0 ? roundTo4(delivered[0]! / earned[0]!) : 0,
    deliveredUnitSeconds: delivered[0]!,
    nodes: nodes.slice(1),
  }
}
