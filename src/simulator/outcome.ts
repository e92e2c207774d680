// What a replay gives: totals, a row for each node of the share tree, and a compact series over time.
// All are plain numbers (integers below 2^53 where a unit is a second, a card or their product), the same bytes for the
// same input; the page, the report, the database and the API all take these shapes as they are.
import type { NodeKind } from '../domain/policy/policy.ts'

/** Seconds; nearest-rank percentiles; means are rounded to 4 decimals. */
export interface WaitSummary {
  readonly mean: number
  readonly median: number
  readonly p90: number
  readonly p99: number
  readonly max: number
}

export interface RunSummary {
  readonly jobs: number
  /** Mean over all jobs of max(1, (wait+run)/max(run, 10 s)); Feitelson's bounded slowdown, 4 decimals. */
  readonly averageBoundedSlowdown: number
  readonly wait: WaitSummary
  /** Units of the flavor that the replay had. */
  readonly capacity: number
  /** Delivered unit-seconds / (capacity x (last end - first submit)); 4 decimals. */
  readonly utilisation: number
  /** Unit-seconds that all jobs together ran. */
  readonly deliveredUnitSeconds: number
  readonly borrowedUnitSeconds: number
  /** Seconds in trace time (the trace's own zero). */
  readonly firstSubmitAt: number
  readonly lastEndAt: number
  /** Unix seconds of the trace's zero, null when the trace does not say. */
  readonly epoch: number | null
  readonly queueLengthMax: number
  /** Jobs larger than the pool or their limits: they can never start and are counted here, never dropped silently. */
  readonly impossibleJobs: number
  readonly decisions: number
}

export interface NodeOutcome {
  readonly id: string
  readonly parent: string | null
  readonly kind: NodeKind
  /** Units of the flavor. */
  readonly guarantee: number
  readonly jobs: number
  readonly askedUnitSeconds: number
  readonly deliveredUnitSeconds: number
  /** Time above the own guarantee. */
  readonly borrowedUnitSeconds: number
  /** Time of the own guarantee that others used. */
  readonly lentUnitSeconds: number
  /** Delivered / all delivered; 4 decimals. */
  readonly shareOfDelivered: number
  /** Mean units in use from first submit to last end; 4 decimals. */
  readonly meanInUse: number
  readonly wait: WaitSummary
  readonly averageBoundedSlowdown: number
}

/** Means over equal steps of time; every array has `steps` entries. */
export interface OutcomeSeries {
  readonly startAt: number
  readonly stepSeconds: number
  readonly steps: number
  readonly inUse: readonly number[]
  readonly queueLength: readonly number[]
  readonly queuedUnits: readonly number[]
  readonly nodes: readonly NodeSeries[]
}

export interface NodeSeries {
  readonly id: string
  readonly guarantee: number
  readonly inUse: readonly number[]
  readonly borrowed: readonly number[]
  readonly lent: readonly number[]
  readonly queueLength: readonly number[]
}

/** How the trace was read. A bad line is counted and named, never silently dropped. */
export interface TraceReading {
  /** Hex SHA-256 of the file's bytes as they are on disk (compressed if it is). */
  readonly sha256: string
  readonly lines: number
  readonly jobs: number
  readonly filteredJobs: number
  readonly badLines: number
  /** The first of them (at most 20). */
  readonly badLineSamples: readonly BadLine[]
}

export const BAD_LINE_REASONS = [
  'too-few-columns',
  'not-a-number',
  'not-a-time',
  'negative-submit',
  'no-run-time',
  'no-size',
  'line-too-long',
  'duplicate-job',
  'header-missing',
] as const
export type BadLineReason = (typeof BAD_LINE_REASONS)[number]

export interface BadLine {
  readonly line: number
  readonly reason: BadLineReason
  readonly text: string
}

export interface Outcome {
  readonly summary: RunSummary
  readonly nodes: readonly NodeOutcome[]
  readonly series: OutcomeSeries
  readonly trace: TraceReading
}
