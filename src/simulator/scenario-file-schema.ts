// The scenario file as it is written; published as docs/reference/scenario.schema.json.
import { z } from 'zod'
import { jsonSchemaOf, type JsonSchema } from '../domain/policy/json-schema.ts'
import { BACKFILL_MODES } from '../domain/policy/pool-rules.ts'
import { Duration, FlavorList, FlavorName, Id, keys, localised, wholeNumber } from '../domain/policy/schema.ts'
import { DEMAND_KEYS } from './scenario-file-demand.ts'
import { PathInFolder, TraceEntry } from './scenario-file-trace.ts'
import { WorkloadEntry } from './scenario-file-workload.ts'
import { MAP_COLUMNS } from './trace/trace-layout.ts'

/** What the trace calls somebody, or the id of a project: text, even when it looks like a number (6214e9). */
const TraceName = z.string({ error: 'text' }).min(1).max(200)

const Estimate = z
  .union(
    [
      z.enum(['requested', 'actual']),
      keys({ factor: z.number({ error: 'number' }).min(1).max(1000) }, 'estimate'),
      keys({ fixed: Duration }, 'estimate'),
    ],
    { error: 'estimate' },
  )
  .meta({
    description:
      'Requested time of a job: as the trace says (requested), the time that it took (actual), that time times a ' +
      'factor, or a fixed time (the actual one where that is longer).',
  })

export const ScenarioDocument = keys({
  apiVersion: z.literal('weir/v1'),
  kind: z.literal('Scenario'),
  metadata: keys({ name: Id, title: localised(200).optional(), description: localised(4000).optional() }),
  spec: keys({
    policy: PathInFolder,
    trace: TraceEntry,
    workload: WorkloadEntry.optional().meta({
      description: 'Replays, in place of the history, one that is drawn from its description; absent: the history.',
    }),
    pool: keys({ flavors: FlavorList })
      .optional()
      .meta({ description: "Replaces the policy's pool: the same shares over another amount of capacity." }),
    flavor: FlavorName.meta({ description: 'The flavor that every job of the trace asks for.' }),
    map: keys({
      by: z.enum(MAP_COLUMNS),
      projects: z.record(TraceName, Id, { error: 'map' }),
      default: Id.meta({ description: 'Project of everybody whom the map does not name.' }),
    }),
    estimate: Estimate,
    backfill: z.enum(BACKFILL_MODES).optional().meta({ description: "Who may go ahead of whom; the policy's." }),
    ...DEMAND_KEYS,
    filter: z.enum(['none', 'sc15']).optional(),
    seed: wholeNumber(0, 4_294_967_295).optional(),
  }),
}).meta({
  title: 'Weir scenario',
  description: 'Which history is replayed under which policy, and who of the history is whom in the share tree.',
})
export type ScenarioDocument = z.output<typeof ScenarioDocument>

/** For editors and other programs. */
export function scenarioJsonSchema(): JsonSchema {
  return jsonSchemaOf(ScenarioDocument)
}
