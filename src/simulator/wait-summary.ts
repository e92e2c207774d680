// Waits of many jobs in five numbers. Percentiles are nearest-rank, so each is a wait that some job really had.
import type { WaitSummary } from './outcome.ts'

export function waitSummary(waits: Float64Array): WaitSummary {
  if (waits.length === 0) return { mean: 0, median: 0, p90: 0, p99: 0, max: 0 }
  const sorted = sortedWaits(waits)
  let total = 0
  for (const wait of sorted) total += wait
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!
  return {
    mean: roundTo4(total / sorted.length),
    median: rank(0.5),
    p90: rank(0.9),
    p99: rank(0.99),
    max: sorted[sorted.length - 1]!,
  }
}

/** Whole seconds below 2^32 are sorted in half the time as such; what does not fit there is sorted as it is. */
function sortedWaits(waits: Float64Array): Float64Array | Uint32Array {
  const seconds = new Uint32Array(waits)
  for (let at = 0; at < waits.length; at += 1) if (seconds[at] !== waits[at]) return waits.toSorted()
  return seconds.toSorted()
}

/** Bounded slowdown of one job: max(1, (wait + run) / max(run, 10 s)). */
export function boundedSlowdown(wait: number, run: number): number {
  return Math.max(1, (wait + run) / Math.max(run, 10))
}

export function roundTo4(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
