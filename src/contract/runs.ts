// What the API says about runs; the server validates and serialises by these schemas, the portal reads by their types.
import { z } from 'zod'
import { BACKFILL_MODES } from '../domain/policy/pool-rules.ts'
import { BAD_LINE_REASONS, LEFT_OUT_REASONS } from '../simulator/outcome.ts'
import {
  AccountsBody,
  EvictionCountsBody,
  FairnessBody,
  JobClassBody,
  NodeDetailsFields,
  WaitBody,
} from './run-details.ts'
import { LANGUAGES } from '../domain/kernel/language.ts'
import { NODE_KINDS } from '../domain/policy/policy.ts'
import { RUN_STATES } from '../domain/runs/run.ts'
import { LocalisedTextBody } from './agencies.ts'
import { FlavorBody } from './policies.ts'

export const RunState = z.enum(RUN_STATES)
export type RunState = z.infer<typeof RunState>

export const RunSummaryBody = z
  .object({
    jobs: z.int(),
    averageBoundedSlowdown: z.number(),
    wait: WaitBody,
    capacity: z.int(),
    utilisation: z.number(),
    deliveredUnitSeconds: z.number(),
    borrowedUnitSeconds: z.number(),
    firstSubmitAt: z.number(),
    lastEndAt: z.number(),
    epoch: z.number().nullable(),
    queueLengthMax: z.int(),
    impossibleJobs: z.int(),
    decisions: z.int(),
    // Absent in runs from before it was recorded.
    turnaround: WaitBody.optional(),
    fairness: FairnessBody.optional(),
    evictions: EvictionCountsBody.optional(),
    lostUnitSeconds: z.number().optional(),
    fragmentation: z.number().optional(),
  })
  .meta({ id: 'RunSummary' })

export const NodeOutcomeBody = z
  .object({
    id: z.string(),
    parent: z.string().nullable(),
    kind: z.enum(NODE_KINDS),
    title: LocalisedTextBody,
    guarantee: z.int(),
    jobs: z.int(),
    askedUnitSeconds: z.number(),
    deliveredUnitSeconds: z.number(),
    borrowedUnitSeconds: z.number(),
    lentUnitSeconds: z.number(),
    shareOfDelivered: z.number(),
    meanInUse: z.number(),
    wait: WaitBody,
    averageBoundedSlowdown: z.number(),
    ...NodeDetailsFields,
  })
  .meta({ id: 'NodeOutcome' })
export type NodeOutcomeBody = z.infer<typeof NodeOutcomeBody>

export const NodeSeriesBody = z
  .object({
    id: z.string(),
    guarantee: z.int(),
    inUse: z.array(z.number()),
    borrowed: z.array(z.number()),
    lent: z.array(z.number()),
    queueLength: z.array(z.number()),
  })
  .meta({ id: 'NodeSeries' })

export const SeriesBody = z
  .object({
    startAt: z.number(),
    stepSeconds: z.number(),
    steps: z.int(),
    inUse: z.array(z.number()),
    queueLength: z.array(z.number()),
    queuedUnits: z.array(z.number()),
    nodes: z.array(NodeSeriesBody),
    // Only when jobs lie on nodes.
    fragmentation: z.array(z.number()).optional(),
  })
  .meta({ id: 'OutcomeSeries' })
export type SeriesBody = z.infer<typeof SeriesBody>

/** One of several flavors: amounts in its units and unit-seconds. */
export const FlavorOutcomeBody = z
  .object({
    flavor: z.string(),
    capacity: z.int(),
    jobs: z.int(),
    /** Jobs that would rather have had another flavor. */
    jobsFromElsewhere: z.int(),
    utilisation: z.number(),
    deliveredUnitSeconds: z.number(),
    nodes: z.array(
      z.object({
        id: z.string(),
        guarantee: z.int(),
        jobs: z.int(),
        jobsFromElsewhere: z.int(),
        deliveredUnitSeconds: z.number(),
        borrowedUnitSeconds: z.number(),
        lentUnitSeconds: z.number(),
      }),
    ),
    fragmentation: z.number().optional(),
  })
  .meta({ id: 'FlavorOutcome' })

export const TraceReadingBody = z
  .object({
    sha256: z.string(),
    lines: z.int(),
    jobs: z.int(),
    filteredJobs: z.int(),
    /** By reason; absent in runs that were stored before it was counted. */
    leftOut: z.partialRecord(z.enum(LEFT_OUT_REASONS), z.int()).optional(),
    badLines: z.int(),
    badLineSamples: z.array(z.object({ line: z.int(), reason: z.enum(BAD_LINE_REASONS), text: z.string() })),
  })
  .meta({ id: 'TraceReading' })

export const RunProgressBody = z
  .object({
    state: RunState,
    /** Jobs ended so far, and all jobs of the trace (0 while it is still being read). */
    jobsDone: z.int(),
    jobsTotal: z.int(),
    /** Why a failed run failed: a refusal's or problem's name and its sentence in English; null otherwise. */
    failure: z.string().nullable(),
  })
  .meta({ id: 'RunProgress' })
export type RunProgressBody = z.infer<typeof RunProgressBody>

/** A run as a row of the list. Instants are RFC 3339 in UTC. */
export const RunRowBody = z
  .object({
    id: z.uuid(),
    agency: z.string(),
    scenario: z.string(),
    title: LocalisedTextBody,
    policy: z.string(),
    policyVersion: z.int(),
    policyVersionId: z.uuid(),
    progress: RunProgressBody,
    /** Shown on the home page as the worked example. */
    isShowcase: z.boolean(),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
    createdBy: z.string(),
    summary: RunSummaryBody.nullable(),
  })
  .meta({ id: 'RunRow' })
export type RunRowBody = z.infer<typeof RunRowBody>

/** One run with everything that its page shows. */
export const RunBody = RunRowBody.extend({
  traceNotice: LocalisedTextBody,
  flavor: z.string(),
  backfill: z.enum(BACKFILL_MODES),
  estimate: z.string(),
  seed: z.int(),
  trace: TraceReadingBody.nullable(),
  nodes: z.array(NodeOutcomeBody),
  series: SeriesBody.nullable(),
  /** null without results, and in runs from before it was recorded. */
  accounts: AccountsBody.nullable(),
  classes: z.array(JobClassBody).nullable(),
  /** null when all jobs ran at one flavor. */
  flavors: z.array(FlavorOutcomeBody).nullable(),
}).meta({ id: 'Run' })
export type RunBody = z.infer<typeof RunBody>

export const RunListQuery = z.object({
  /** Page of 20, from 1. */
  page: z.coerce.number().int().min(1).default(1),
  sort: z.enum(['created-at', 'scenario', 'state']).default('created-at'),
  direction: z.enum(['ascending', 'descending']).default('descending'),
  search: z.string().max(200).optional(),
  state: RunState.optional(),
})

export const RunListBody = z
  .object({ rows: z.array(RunRowBody), total: z.int(), page: z.int(), pageSize: z.int() })
  .meta({ id: 'RunList' })
export type RunListBody = z.infer<typeof RunListBody>

/** POST .../runs: a scenario that Weir ships, on a stored policy version (the newest when absent). */
export const StartRunBody = z
  .object({
    scenario: z.string(),
    policyVersionId: z.uuid().optional(),
    /** Units of the pool instead of the scenario's. */
    capacity: z.int().min(1).max(1_000_000).optional(),
    backfill: z.enum(BACKFILL_MODES).optional(),
  })
  .strict()
  .meta({ id: 'StartRun' })
export type StartRunBody = z.infer<typeof StartRunBody>

export const ScenarioRowBody = z
  .object({
    name: z.string(),
    title: LocalisedTextBody,
    description: LocalisedTextBody,
    policy: z.string(),
    flavor: z.string(),
    capacity: z.int(),
    backfill: z.enum(BACKFILL_MODES),
    /** The scenario file as it is shipped. */
    source: z.string(),
    /** The pool that takes the place of the policy's; null: the policy's own. */
    pool: z.array(FlavorBody).nullable(),
    traceNotice: LocalisedTextBody,
  })
  .meta({ id: 'ScenarioRow' })
export type ScenarioRowBody = z.infer<typeof ScenarioRowBody>

export const LanguageParameter = z.enum(LANGUAGES)
