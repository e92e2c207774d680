// What a run shows, computed from its figures: the titles of charts say these findings, never a fixed text.
import type { NodeOutcomeBody, RunBody, SeriesBody } from '../../src/contract/runs.ts'

/** Sectors that asked for anything, in the policy's order. */
export function sectorsOf(run: RunBody): readonly NodeOutcomeBody[] {
  return run.nodes.filter((node) => node.parent === null)
}

function largestBy<T>(items: readonly T[], amount: (item: T) => number): T | null {
  let best: T | null = null
  for (const item of items) if (best === null || amount(item) > amount(best)) best = item
  return best
}

export type UsageFinding =
  /** The sector that was above its guarantee for the largest part of the time, with that part. */
  | { readonly kind: 'above-guarantee'; readonly sector: NodeOutcomeBody; readonly partOfTime: number }
  | { readonly kind: 'all-within-guarantee' }
  | { readonly kind: 'nothing-ran' }

export function findUsage(sectors: readonly NodeOutcomeBody[], series: SeriesBody): UsageFinding {
  if (sectors.every((sector) => sector.deliveredUnitSeconds === 0)) return { kind: 'nothing-ran' }
  const partAbove = (sector: NodeOutcomeBody): number => {
    const own = series.nodes.find((node) => node.id === sector.id)
    if (own === undefined || series.steps === 0) return 0
    return own.inUse.filter((units) => units > own.guarantee).length / series.steps
  }
  const most = largestBy(sectors, partAbove)
  if (most === null || partAbove(most) === 0) return { kind: 'all-within-guarantee' }
  return { kind: 'above-guarantee', sector: most, partOfTime: partAbove(most) }
}

export type LendingFinding =
  | {
      readonly kind: 'borrowed'
      readonly borrower: NodeOutcomeBody
      readonly lender: NodeOutcomeBody
      /** Of everything that the borrower ran. */
      readonly partOfBorrowers: number
    }
  | { readonly kind: 'nothing-borrowed' }

export function findLending(sectors: readonly NodeOutcomeBody[]): LendingFinding {
  const borrower = largestBy(sectors, (sector) => sector.borrowedUnitSeconds)
  const lender = largestBy(sectors, (sector) => sector.lentUnitSeconds)
  if (borrower === null || lender === null || borrower.borrowedUnitSeconds === 0) return { kind: 'nothing-borrowed' }
  return {
    kind: 'borrowed',
    borrower,
    lender,
    partOfBorrowers: borrower.borrowedUnitSeconds / borrower.deliveredUnitSeconds,
  }
}

export type WaitFinding =
  | { readonly kind: 'slowest-and-fastest'; readonly slowest: NodeOutcomeBody; readonly fastest: NodeOutcomeBody }
  | { readonly kind: 'nobody-waited' }
  | { readonly kind: 'one-sector'; readonly sector: NodeOutcomeBody }

export function findWaits(sectors: readonly NodeOutcomeBody[]): WaitFinding {
  const asked = sectors.filter((sector) => sector.jobs > 0)
  const slowest = largestBy(asked, (sector) => sector.wait.mean)
  const fastest = largestBy(asked, (sector) => -sector.wait.mean)
  if (slowest === null || fastest === null || slowest.wait.max === 0) return { kind: 'nobody-waited' }
  if (asked.length === 1) return { kind: 'one-sector', sector: slowest }
  return { kind: 'slowest-and-fastest', slowest, fastest }
}
