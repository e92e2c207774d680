// What a replay gives: totals, a row for each node of the share tree, and a compact series over time.
// All are plain numbers (integers below 2^53 where a unit is a second, a card or their product), the same bytes for the
// same input; the page, the report, the database and the API all take these shapes as they are.
// What is marked "since" is absent in runs that were stored before it was recorded.
import type { NodeKind } from '../domain/policy/policy.ts'
import type { CalendarPeriod } from '../domain/scheduling/accounting-period.ts'
import type { EvictionKind } from './eviction-tally.ts'

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
  /** Mean over all jobs of max(1, turnaround / max(run, 10 s)); Feitelson's bounded slowdown, 4 decimals. */
  readonly averageBoundedSlowdown: number
  /** From submission to the first start. */
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
  /** From submission to the last end. Since 0.2. */
  readonly turnaround?: WaitSummary | undefined
  /** Since 0.2. */
  readonly fairness?: Fairness | undefined
  /** Jobs that were stopped, and unit-seconds of work lost by it. Since 0.2. */
  readonly evictions?: EvictionCounts | undefined
  readonly lostUnitSeconds?: number | undefined
  /** Mean share of the free units that no waiting job could use where they lay; only when nodes are placed on. */
  readonly fragmentation?: number | undefined
}

/** How many, by kind; a kind that did not occur has no entry. */
export type EvictionCounts = { readonly [kind in EvictionKind]?: number }

export interface Fairness {
  /**
   * Jain's index over the projects that had jobs, of the part of their jobs' time in the system that they ran: sum of run
   * times / sum of turnarounds. 1: all projects waited alike; 1/n: one had everything. (Jain, Chiu, Hawe: A quantitative
   * measure of fairness and discrimination, DEC-TR-301, 1984.) 4 decimals; null without projects.
   */
  readonly jainIndex: number | null
  /** Over the projects that have a finish-time fairness; null when none has. */
  readonly finishTime: {
    readonly mean: number
    readonly max: number
    /** Projects that did at least as well as alone, and projects that could be compared. */
    readonly atMostOne: number
    readonly projects: number
  } | null
}

export interface NodeOutcome extends NodeDetailsIfAny {
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

/** Since 0.2: runs that were stored before it have none of these. */
export interface NodeDetails {
  /** The guarantee over time, less what was lost with capacity. */
  readonly earnedUnitSeconds: number
  /** Part of what was earned that the node used itself; null when it earned nothing; 4 decimals. */
  readonly guaranteeUsed: number | null
  readonly turnaround: WaitSummary
  /**
   * Finish-time fairness of a project (Mahajan et al., Themis, NSDI 2020: time in the shared pool / time in an own one): sum
   * of its jobs' turnarounds here / the same on a machine of exactly its guarantee, first come first served. At most 1: it
   * did at least as well as alone. Over the jobs that fit into its guarantee; null for groups, and when none fits. 4 decimals.
   */
  readonly finishTimeFairness: number | null
  /** Jobs of the node that were stopped, and jobs that were stopped for its jobs. */
  readonly evictionsSuffered: EvictionCounts
  readonly evictionsCaused: EvictionCounts
  readonly lostUnitSeconds: number
}

type NodeDetailsIfAny = { readonly [name in keyof NodeDetails]?: NodeDetails[name] | undefined }

export const JOB_SIZES = ['1', '2-8', '9-64', '65+'] as const
export type JobSize = (typeof JOB_SIZES)[number]

export const JOB_LENGTHS = ['short', 'long'] as const
/** By the time that a job runs: short is less than an hour. */
export type JobLength = (typeof JOB_LENGTHS)[number]

/** Jobs of one size and length, in the pool or in one sector. Lending has no job class: idle units belong to no job. */
export interface JobClassOutcome {
  /** Id of the sector; null: the whole pool. */
  readonly node: string | null
  readonly size: JobSize
  readonly length: JobLength
  readonly jobs: number
  readonly askedUnitSeconds: number
  /** Units x run time, without what was lost. */
  readonly deliveredUnitSeconds: number
  readonly wait: WaitSummary
  readonly turnaround: WaitSummary
  readonly averageBoundedSlowdown: number
}

/** The lending account of a run by accounting period. Every list has one entry for each period, in whole unit-seconds. */
export interface ShareAccounts {
  /** 'list': at times that were given. */
  readonly period: CalendarPeriod | 'list'
  /** Seconds in trace time. The first period begins at the first submission, each other at the end before it. */
  readonly startAt: number
  readonly ends: readonly number[]
  /** What existed, and what was used of it. */
  readonly pool: { readonly capacity: readonly number[]; readonly delivered: readonly number[] }
  /** Parents before their children; of a very large tree over many periods only the upper levels. */
  readonly nodes: readonly NodeAccount[]
}

/**
 * One node's account. In each period: sum over the children of (borrowed - lent) = the group's (borrowed - lent) + pot.
 * Share deviation of a period: delivered / pool.delivered - earned / pool.capacity.
 */
export interface NodeAccount {
  readonly id: string
  /** Guarantee x time, less what was lost with capacity. */
  readonly earned: readonly number[]
  readonly delivered: readonly number[]
  readonly borrowed: readonly number[]
  readonly lent: readonly number[]
  /** Borrowed - lent since the start, at the end of the period. Negative: the others owe the node. */
  readonly owed: readonly number[]
  /** Groups: drawn from the part of the guarantee that covers no child. */
  readonly pot: readonly number[]
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
  /** Share of the free units that no job that waited could use where they lay; only when jobs lie on nodes. */
  readonly fragmentation?: readonly number[] | undefined
}

export interface NodeSeries {
  readonly id: string
  readonly guarantee: number
  readonly inUse: readonly number[]
  readonly borrowed: readonly number[]
  readonly lent: readonly number[]
  readonly queueLength: readonly number[]
}

/** One of several flavors. */
export interface FlavorOutcome {
  readonly flavor: string
  readonly capacity: number
  /** Jobs that ran at it (last, when they were stopped on the way). */
  readonly jobs: number
  /** Those of them that would rather have had another flavor. */
  readonly jobsFromElsewhere: number
  /** Delivered / what existed; 4 decimals. */
  readonly utilisation: number
  readonly deliveredUnitSeconds: number
  /** Every node of the share tree, in its order. */
  readonly nodes: readonly FlavorNode[]
  /** As in the summary, of this flavor. */
  readonly fragmentation?: number | undefined
}

export interface FlavorNode {
  readonly id: string
  /** Units of the flavor. */
  readonly guarantee: number
  readonly jobs: number
  readonly jobsFromElsewhere: number
  readonly deliveredUnitSeconds: number
  readonly borrowedUnitSeconds: number
  readonly lentUnitSeconds: number
}

/** How the trace was read. A bad line is counted and named, never silently dropped. */
export interface TraceReading {
  /** Hex SHA-256 of the file's bytes as they are on disk (compressed if it is). */
  readonly sha256: string
  readonly lines: number
  readonly jobs: number
  /** Jobs that were left out on purpose; `leftOut` says why. */
  readonly filteredJobs: number
  /** Entries that are no job of this replay, by reason. Absent in runs that were stored before it was counted. */
  readonly leftOut?: LeftOutCounts
  readonly badLines: number
  /** The first of them (at most 20). */
  readonly badLineSamples: readonly BadLine[]
}

export const LEFT_OUT_REASONS = [
  'filter', // by the filter that was asked for
  'never-ran', // cancelled or failed before it started
  'not-ended', // waiting or running when the history was written: nobody knows how long it runs
  'no-units', // asks for none of the units that are replayed, as a job without GPUs
  'earlier-attempt', // the same job was started again later, and that attempt is the job
  'step', // a step of a job, which is no job
] as const
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number]
export type LeftOutCounts = { readonly [reason in LeftOutReason]?: number }

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
  'too-many-columns', // a separator inside a name, which the format cannot escape
  'not-utf8',
  'number-too-big', // beyond 2^53
  'decimal-comma',
  'quotes-broken',
  'end-before-start',
  'fraction-of-unit', // the replay counts whole units
  'not-a-class',
  'pods-uneven', // the units are no multiple of those of a pod
  'not-json',
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
  /** Since 0.2. */
  readonly accounts?: ShareAccounts
  readonly classes?: readonly JobClassOutcome[]
  /**
   * When jobs could run at several flavors: the scenario's first. Figures of jobs elsewhere in the outcome are of all jobs,
   * figures of units are of the scenario's flavor. Since 0.2.
   */
  readonly flavors?: readonly FlavorOutcome[]
}
