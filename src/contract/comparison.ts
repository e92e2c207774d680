// What the API says of two runs beside each other. Every difference is second - first.
import { z } from 'zod'
import { NODE_KINDS } from '../domain/policy/policy.ts'
import { UNLIKE } from '../simulator/compare.ts'
import { RunRowBody } from './runs.ts'

const ComparedFiguresBody = z
  .object({
    jobs: z.int(),
    /** Seconds. */
    meanWait: z.number(),
    boundedSlowdown: z.number(),
    deliveredUnitSeconds: z.number(),
  })
  .meta({ id: 'ComparedFigures' })

const DifferenceBody = z
  .object({
    absolute: z.number(),
    /** Of the first; null where that is 0. */
    relative: z.number().nullable(),
  })
  .meta({ id: 'Difference' })

export const ComparedRowBody = z
  .object({
    level: z.enum(['pool', ...NODE_KINDS, 'size']),
    /** Id of the node; the size; empty for the pool. */
    id: z.string(),
    parent: z.string().nullable(),
    first: ComparedFiguresBody.nullable(),
    second: ComparedFiguresBody.nullable(),
    differences: z
      .object({
        jobs: DifferenceBody,
        meanWait: DifferenceBody,
        boundedSlowdown: DifferenceBody,
        deliveredUnitSeconds: DifferenceBody,
      })
      .nullable(),
    /** null: it cannot be said, because the jobs are others or only one side has the node. */
    verdict: z.enum(['gains', 'loses', 'same']).nullable(),
  })
  .meta({ id: 'ComparedRow' })

export const ComparisonBody = z
  .object({
    first: RunRowBody,
    second: RunRowBody,
    isSameJobs: z.boolean(),
    /** What the two do not share. */
    unlike: z.array(z.enum(UNLIKE)),
    rows: z.array(ComparedRowBody),
  })
  .meta({ id: 'Comparison' })
export type ComparisonBody = z.infer<typeof ComparisonBody>

export const ComparisonQuery = z.object({
  with: z.uuid().meta({ description: 'Id of the second run; the one of the address is the first' }),
})
