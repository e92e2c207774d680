// In what the boards of a replay count: grains of a card, so many that parts of cards and slices are all whole numbers of them.
import type { Ratio } from '../domain/kernel/ratio.ts'
import type { Pool, SliceFlavor } from '../domain/policy/policy.ts'
import type { JobTerms } from '../domain/scheduling/demand.ts'
import { leastMultiple } from './grains.ts'
import { priceOfGrain } from './in-grains.ts'
import type { Workload } from './workload.ts'

export interface BoardScale {
  readonly grains: number
  /** Slices that the jobs name. */
  readonly slices: readonly SliceFlavor[]
  /** Flavors whose cards the jobs want. */
  readonly boards: ReadonlySet<string>
  /** Grains of one of the units that a job with these terms asks: of a card, or of a slice. */
  readonly unitGrains: (terms: JobTerms | null) => number
  /** Of one grain-second, by entry of the terms: null where the price of the board holds. Absent: everywhere. */
  readonly prices?: readonly (Ratio | null)[]
}

/** @param historyGrains of which one unit of the history is so many. */
export function boardScale(pool: Pool, historyGrains: number, terms: Workload['terms']): BoardScale {
  const named = new Set(terms?.table.flatMap(({ flavors }) => flavors))
  const slices = (pool.slices ?? []).filter(({ name }) => named.has(name))
  const grains = slices.reduce((common, { perGpu }) => leastMultiple(common, perGpu), historyGrains)
  const sliceOf = (asked: JobTerms | null) => slices.find(({ name }) => name === asked?.flavors[0])
  const perUnit = (asked: JobTerms | null) => grains / (sliceOf(asked)?.perGpu ?? 1)
  const prices = terms?.table.map((asked) => {
    const slice = sliceOf(asked)
    return slice === undefined ? null : priceOfGrain(slice.price, perUnit(asked))
  })
  return {
    grains,
    slices,
    boards: new Set([...named, ...slices.map(({ backedBy }) => backedBy)]),
    unitGrains: perUnit,
    ...(slices.length === 0 || prices === undefined ? {} : { prices }),
  }
}
