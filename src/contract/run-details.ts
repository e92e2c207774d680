// What a run's body says beyond its rows and series: absent in runs from before it was recorded.
import { z } from 'zod'
import { CALENDAR_PERIODS } from '../domain/scheduling/accounting-period.ts'
import { EVICTION_KINDS } from '../simulator/eviction-tally.ts'
import { JOB_LENGTHS, JOB_SIZES } from '../simulator/outcome.ts'

export const WaitBody = z
  .object({ mean: z.number(), median: z.number(), p90: z.number(), p99: z.number(), max: z.number() })
  .meta({ id: 'WaitSummary' })

/** Jobs that were stopped, by why; a kind that did not occur has no entry. */
export const EvictionCountsBody = z.partialRecord(z.enum(EVICTION_KINDS), z.int()).meta({ id: 'EvictionCounts' })

export const FairnessBody = z
  .object({
    jainIndex: z.number().nullable(),
    finishTime: z.object({ mean: z.number(), max: z.number(), atMostOne: z.int(), projects: z.int() }).nullable(),
  })
  .meta({ id: 'Fairness' })

export const NodeDetailsFields = {
  earnedUnitSeconds: z.number().optional(),
  guaranteeUsed: z.number().nullable().optional(),
  turnaround: WaitBody.optional(),
  finishTimeFairness: z.number().nullable().optional(),
  evictionsSuffered: EvictionCountsBody.optional(),
  evictionsCaused: EvictionCountsBody.optional(),
  lostUnitSeconds: z.number().optional(),
}

/** Whole unit-seconds, one entry for each period. */
export const NodeAccountBody = z
  .object({
    id: z.string(),
    earned: z.array(z.number()),
    delivered: z.array(z.number()),
    borrowed: z.array(z.number()),
    lent: z.array(z.number()),
    owed: z.array(z.number()),
    pot: z.array(z.number()),
  })
  .meta({ id: 'NodeAccount' })

export const AccountsBody = z
  .object({
    period: z.enum([...CALENDAR_PERIODS, 'list']),
    startAt: z.number(),
    ends: z.array(z.number()),
    pool: z.object({ capacity: z.array(z.number()), delivered: z.array(z.number()) }),
    nodes: z.array(NodeAccountBody),
  })
  .meta({ id: 'ShareAccounts' })
export type AccountsBody = z.infer<typeof AccountsBody>

export const JobClassBody = z
  .object({
    /** Id of the sector; null: the whole pool. */
    node: z.string().nullable(),
    size: z.enum(JOB_SIZES),
    length: z.enum(JOB_LENGTHS),
    jobs: z.int(),
    askedUnitSeconds: z.number(),
    deliveredUnitSeconds: z.number(),
    wait: WaitBody,
    turnaround: WaitBody,
    averageBoundedSlowdown: z.number(),
  })
  .meta({ id: 'JobClass' })
export type JobClassBody = z.infer<typeof JobClassBody>
