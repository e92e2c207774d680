// What a scenario adds to its history, as it is written: default terms of the jobs, awards, reservations, maintenance,
// changes of capacity.
import { z } from 'zod'
import { decimal, Duration, FlavorName, Id, keys, MAX_UNITS, Span, wholeNumber } from '../domain/policy/schema.ts'
import { EXHAUSTION_RULES, JOB_CLASSES } from '../domain/scheduling/demand.ts'
import { scenarioTime } from './scenario-time.ts'

/** Milli-unit-seconds of this many GPU-hours are exact up to a price of 2.5. */
const MAX_GPU_HOURS = 1_000_000_000

const Time = (edge: 'start' | 'end') =>
  z
    .string({ error: 'scenario-time' })
    .refine((written) => scenarioTime(written, edge) !== null, {
      params: { code: 'value-type', expected: 'scenario-time' },
    })
    .meta({
      description:
        'A duration after the first job (30d, 12h), a day in UTC (2026-12-01' +
        `${edge === 'end' ? ', included' : ''}), or an instant with its offset (2026-12-01T09:00+09:00).`,
    })

const Percent = z
  .string({ error: 'percent' })
  .regex(/^\d{1,3}(?:\.\d{1,4})? ?%$/, { error: 'percent' })
  .refine((written) => Number(written.replaceAll(/[ %]/g, '')) <= 100, {
    params: { code: 'share-over-hundred', expected: '100%' },
    when: ({ issues }) => issues.length === 0,
  })

const UnitsOrPercent = z.union([wholeNumber(0, MAX_UNITS), Percent], { error: 'units-or-percent' })

const Cells = z.record(Id, wholeNumber(1, MAX_UNITS), { error: 'map' })

const Topology = z
  .union([keys({ required: Id }, 'topology'), keys({ preferred: Id }, 'topology')], { error: 'topology' })
  .meta({ description: 'Level of the cells that must, or should, hold a whole job.' })

export const JobDefaults = keys({
  class: z.enum(JOB_CLASSES).optional().meta({ description: 'guaranteed is never stopped; standard.' }),
  priority: wholeNumber(-1_000_000, 1_000_000).optional().meta({ description: 'Within the project; 0.' }),
  checkpointEvery: Span.optional().meta({ description: 'Work since the last checkpoint is lost by a stop.' }),
  flavors: z.array(FlavorName, { error: 'list' }).min(1).max(20).optional().meta({
    description: 'Flavors that would do, the preferred first: the flavor of the scenario.',
  }),
  gang: keys({
    perNode: wholeNumber(1, 1000).meta({ description: 'Units of a pod at most; pods of a job are equal.' }),
    topology: Topology.optional(),
  })
    .optional()
    .meta({ description: 'How the plain sizes of the history are split into pods; not at all.' }),
  coAllocate: z
    .array(
      keys({
        flavor: FlavorName.meta({ description: 'A flavor with a calendar.' }),
        seats: wholeNumber(1, MAX_UNITS),
        window: keys({
          after: Duration.meta({ description: 'From the start of the job.' }),
          for: Span,
        }),
        projects: z.array(Id, { error: 'list' }).min(1).max(1000).optional().meta({
          description: 'Whose jobs; those of all projects.',
        }),
      }),
      { error: 'list' },
    )
    .min(1)
    .max(20)
    .optional()
    .meta({
      description:
        'Appointments that jobs need in the same start, of each flavor by the first entry for the project; none.',
    }),
})

export const AwardEntry = keys({
  project: Id,
  gpuHours: wholeNumber(0, MAX_GPU_HOURS).meta({ description: 'Hours of the flavor `priceBasis`.' }),
  priceBasis: FlavorName.optional().meta({ description: 'The flavor of the scenario.' }),
  validFrom: Time('start'),
  validTo: Time('end'),
  tranche: keys({
    every: Span,
    share: Percent.meta({ description: 'Of the whole award, at most 4 decimals.' }),
    carryOver: decimal(0, 1).meta({ description: 'Part of what is left of a tranche that stays.' }),
  })
    .optional()
    .meta({ description: 'Released in steps; all at once.' }),
  onExhaustion: z.enum(EXHAUSTION_RULES).optional().meta({
    description:
      'finishRunning. Kept with the award; in a replay no running job exhausts one, because each start holds what its requested time costs.',
  }),
  overdraft: wholeNumber(0, MAX_GPU_HOURS).optional().meta({ description: 'GPU-hours beyond the award; 0.' }),
})

const window = {
  id: Id.optional(),
  flavor: FlavorName.optional().meta({ description: 'The flavor of the scenario.' }),
  units: UnitsOrPercent.optional().meta({ description: 'Units, or a percentage of the capacity.' }),
  cells: Cells.optional().meta({ description: 'Whole cells instead of units, e.g. {node: 8}.' }),
  start: Time('start'),
  end: Time('end'),
  beforeStart: z.enum(['lendUntilPreemptible', 'keepFree']).optional().meta({
    description: 'Who may run into the window: jobs that can be stopped, or nobody; keepFree.',
  }),
}

export const ReservationEntry = keys({ for: Id.meta({ description: 'Node whose jobs may use it.' }), ...window })
export const MaintenanceEntry = keys(window)

export const CapacityEntry = keys({
  flavor: FlavorName.optional().meta({ description: 'The flavor of the scenario.' }),
  at: Time('start'),
  units: UnitsOrPercent.meta({ description: 'Units from then on, or a percentage of the capacity.' }),
})

const listOf = <Schema extends z.ZodType>(schema: Schema) => z.array(schema, { error: 'list' }).max(10_000).optional()

/** Keys of a scenario's spec. */
export const DEMAND_KEYS = {
  jobs: JobDefaults.optional().meta({ description: 'What every job of the history asks beyond units and time.' }),
  awards: listOf(AwardEntry).meta({ description: 'Budgets of projects; a project without one is not limited.' }),
  reservations: listOf(ReservationEntry),
  maintenance: listOf(MaintenanceEntry).meta({ description: 'Windows that nobody may use.' }),
  capacityChanges: listOf(CapacityEntry),
}

export type JobDefaultsWritten = z.output<typeof JobDefaults>
export type AwardWritten = z.output<typeof AwardEntry>
export type ReservationWritten = z.output<typeof ReservationEntry>
export type MaintenanceWritten = z.output<typeof MaintenanceEntry>
export type CapacityWritten = z.output<typeof CapacityEntry>
