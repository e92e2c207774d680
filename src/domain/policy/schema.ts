// The policy file as it is written: the one schema that `weir policy check`, editors and the published JSON Schema share.
// Every `error` is the name of the expected form (problem.ts), so that the sentence can be in the reader's language.
import { z } from 'zod'
import { FLAVOR_UNITS, NODE_KINDS, PRIORITY_SCOPES } from './policy.ts'
import { BACKFILL_MODES, CAPACITY_LOSS_RULES, HISTORY_CHARGES, LENDING_RULES, REBALANCE_SCOPES } from './pool-rules.ts'
import type { ExpectedForm, FileProblemCode } from './problem.ts'

/** More units of a flavor than any country has; keeps every sum and product exact. */
export const MAX_UNITS = 1_000_000_000
const ID = /^(?!constructor$)(?=.{1,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/
const FLAVOR_NAME = /^(?!(?:constructor|cell)$)(?=.{1,63}$)[a-z0-9]+(?:[-.][a-z0-9]+)*$/
const PERCENT = /^\d{1,4}(?:\.\d{1,6})? ?%$/
const DURATION = /^\d{1,6}[smhd]$/

const form = (expected: ExpectedForm) => ({ error: expected })

/** A map with a closed list of keys. */
export function keys<Shape extends z.core.$ZodLooseShape>(shape: Shape, wanted: ExpectedForm = 'map') {
  const known = Object.keys(shape).join(' ')
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? known : wanted) })
}

export const wholeNumber = (least: number, most: number) => z.int(form('whole-number')).min(least).max(most)

export const Id = z.string(form('id')).regex(ID, form('id')).meta({
  description: 'Lower-case letters, digits and single hyphens; at most 63 characters.',
})

export const FlavorName = z.string(form('flavor-name')).regex(FLAVOR_NAME, form('flavor-name')).meta({
  description: 'Name of a flavor, e.g. h200 or b200-xl.',
})

const LANGUAGE_MISSING = { code: 'language-missing', expected: 'en, vi, ko' } satisfies {
  code: FileProblemCode
  expected: string
}

export function localised(most: number) {
  const text = z.string(form('text')).min(1).max(most).exactOptional()
  return keys({ en: text, vi: text, ko: text }, 'texts-by-language')
    .refine((texts) => Object.keys(texts).length > 0, {
      params: LANGUAGE_MISSING,
      // An unknown language is told by itself.
      when: ({ issues }) => issues.length === 0,
    })
    .meta({ description: 'The text in at least one language: {en: ..., vi: ..., ko: ...}.' })
}

export const Duration = z.string(form('duration')).regex(DURATION, form('duration')).meta({
  description: 'A whole number with s, m, h or d: 90s, 30m, 36h, 7d.',
})

const NOT_ZERO = { code: 'value-range', expected: '> 0s' } satisfies { code: FileProblemCode; expected: string }

/** A duration that is not zero. */
export const Span = z
  .string(form('duration'))
  .regex(DURATION, form('duration'))
  .refine((written) => !/^0+[smhd]$/.test(written), { params: NOT_ZERO, when: ({ issues }) => issues.length === 0 })
  .meta({ description: 'A whole number with s, m, h or d, not zero: 90s, 30m, 36h, 7d.' })

const TOO_FINE = { code: 'value-type', expected: 'decimal' } satisfies { code: FileProblemCode; expected: string }

/** At most 6 decimals, so that it is a ratio of whole numbers. */
export const decimal = (least: number, most: number) =>
  z
    .number(form('decimal'))
    .min(least)
    .max(most)
    .refine((value) => Math.abs(value * 1e6 - Math.round(value * 1e6)) < 1e-3, { params: TOO_FINE })

const percent = (wanted: ExpectedForm) => z.string(form(wanted)).regex(PERCENT, form(wanted))
const Units = wholeNumber(0, MAX_UNITS)
const UnitsOrPercent = z.union([Units, percent('units-or-percent')], form('units-or-percent'))
export type UnitsOrPercent = z.output<typeof UnitsOrPercent>

const Cells = z.record(Id, wholeNumber(1, MAX_UNITS), form('map'))

/** A scalar means "of every flavor". */
function unitsByFlavor(description: string) {
  return z
    .union(
      [Units, percent('units-by-flavor'), z.record(FlavorName, UnitsOrPercent, form('map'))],
      form('units-by-flavor'),
    )
    .optional()
    .meta({ description })
}

const Guarantee = z
  .union(
    [Units, percent('units-by-flavor'), z.object({ cell: Cells.optional() }, form('map')).catchall(UnitsOrPercent)],
    {
      error: 'units-by-flavor',
    },
  )
  .optional()
  .meta({
    description:
      "What the node owns: units, or a percentage of the parent's guarantee (of the pool's capacity for a root); " +
      'one value for every flavor, or a map by flavor. Percentages become whole units by largest remainder.',
  })

export const FlavorSchema = keys({
  name: FlavorName,
  unit: z.enum(FLAVOR_UNITS),
  quantum: wholeNumber(1, 1_000_000).optional().meta({ description: 'Smallest number of units given at once; 1.' }),
  capacity: wholeNumber(0, MAX_UNITS).optional().meta({ description: 'Units that exist.' }),
  price: decimal(0, 1_000_000).meta({
    description: 'Reference GPU-hours that one unit-hour is worth; at most 6 decimals.',
  }),
  cells: Cells.optional().meta({
    description: 'Units in one node, rack, ...: each level a multiple of the next smaller, node the smallest.',
  }),
  perGpu: wholeNumber(1, 1000).optional().meta({ description: 'Slices that one card of `backedBy` gives.' }),
  backedBy: FlavorName.optional().meta({ description: 'The flavor whose cards are cut into these slices.' }),
  calendar: z.boolean(form('yes-no')).optional().meta({ description: 'Given by appointment, not from a queue.' }),
})
export type FlavorEntry = z.output<typeof FlavorSchema>

export const ShareNodeSchema = keys({
  id: Id,
  parent: Id.optional().meta({ description: 'Id of the group above; a root has none.' }),
  kind: z.enum(NODE_KINDS),
  title: localised(200).optional(),
  guarantee: Guarantee,
  weight: wholeNumber(0, 1_000_000).optional().meta({ description: 'Share of what is left over; 1.' }),
  tier: wholeNumber(0, 100).optional().meta({ description: 'Higher tiers get what is left over first; 0.' }),
  limit: unitsByFlavor(
    "Never more than this; a percentage is of the parent's guarantee (of the pool's capacity for a root).",
  ),
  borrowingLimit: unitsByFlavor("Never more than this above the guarantee; a percentage is of the node's guarantee."),
  lendingLimit: unitsByFlavor("Lends at most this of what is idle; a percentage is of the node's guarantee."),
  preemption: keys({
    protectedRuntime: Duration.optional().meta({
      description: 'A job is not stopped before it has run this long; 0s.',
    }),
    grace: Duration.optional().meta({ description: 'From the notice to the end of a job that is stopped; 0s.' }),
  })
    .optional()
    .meta({ description: "How running jobs may be stopped; what is not stated is the parent's." }),
  priorityScope: z.enum(PRIORITY_SCOPES).optional().meta({
    description: 'group: priorities are compared across the projects below this group; project.',
  }),
})
export type ShareNodeEntry = z.output<typeof ShareNodeSchema>

export const Metadata = keys({
  agency: Id.meta({ description: 'Id of the agency whose policy this is.' }),
  name: Id.meta({ description: 'Name of the policy, unique within the agency.' }),
  title: localised(200).optional(),
  description: localised(4000).optional(),
})

const History = keys({
  halfLife: Span.optional().meta({ description: 'After this long past use counts half; 7d.' }),
  influence: decimal(0, 100).optional().meta({
    description: 'How much past use lowers the weight in what is left over; 0, at most 6 decimals.',
  }),
  debtInfluence: decimal(0, 100).optional().meta({ description: 'The same for share-hours that are owed; 0.' }),
  chargeOnly: z.enum(HISTORY_CHARGES).optional().meta({ description: 'Which use counts; aboveGuarantee.' }),
})

const Rebalance = keys({
  scope: z.enum(REBALANCE_SCOPES).optional().meta({
    description: 'Whose jobs may be stopped for a fairer division of what is left over; off.',
  }),
  rule: z.enum(['strict']).optional().meta({
    description: 'A job is stopped only when the other side stays the less saturated one.',
  }),
  maxEvictedGpuPerHour: wholeNumber(0, MAX_UNITS).optional().meta({
    description: 'Units stopped for this in any hour; no bound.',
  }),
})

const Backfill = keys({
  mode: z.enum(BACKFILL_MODES).optional().meta({ description: 'Who may go ahead of whom; easy.' }),
  reservedJobsPerFlavor: wholeNumber(0, 1_000_000).optional().meta({
    description: 'Waiting jobs that have a reserved start (mode shared); 8.',
  }),
  window: Span.optional().meta({ description: 'Nothing is reserved further ahead; no bound.' }),
  resolution: Span.optional().meta({ description: 'Reserved starts are rounded up to multiples of this; 1s.' }),
})

export const FlavorList = z.array(FlavorSchema, form('list')).min(1).max(200)

export const PoolDocument = keys({
  apiVersion: z.literal('weir/v1'),
  kind: z.literal('Pool'),
  metadata: Metadata,
  spec: keys({
    flavors: FlavorList,
    onCapacityLoss: z.enum(CAPACITY_LOSS_RULES).optional().meta({
      description:
        'When less exists than is guaranteed: everybody in proportion (scale), or lower tiers give way first.',
    }),
    lending: z.enum(LENDING_RULES).optional().meta({
      description: 'whenOwnerIdle: nobody borrows from a node whose own jobs wait; always.',
    }),
    history: History.optional(),
    rebalance: Rebalance.optional(),
    backfill: Backfill.optional(),
  }),
})
export type PoolDocument = z.output<typeof PoolDocument>

export const ShareTreeDocument = keys({
  apiVersion: z.literal('weir/v1').optional(),
  kind: z.literal('ShareTree'),
  spec: z.array(ShareNodeSchema, form('list')).min(1),
})
export type ShareTreeDocument = z.output<typeof ShareTreeDocument>

/** One document of a policy file; a file has one of each kind, in any order. */
export const PolicyDocument = z.discriminatedUnion('kind', [PoolDocument, ShareTreeDocument]).meta({
  title: 'Weir policy',
  description: 'A policy file has two YAML documents: the pool, and the tree that shares it.',
})

export const POLICY_KINDS = ['Pool', 'ShareTree'] as const
/** Kinds that people know from the same world, but that are no policy. */
export const RUN_TIME_KINDS: readonly string[] = ['Award', 'Workload', 'Reservation']
