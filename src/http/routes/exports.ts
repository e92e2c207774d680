// The results of a run as files for spreadsheets.
import { z } from 'zod'
import { assert } from '../../domain/kernel/assert.ts'
import type { FlavorUnit } from '../../domain/policy/policy.ts'
import { perform } from '../../operations/operation.ts'
import { getRunOutcome } from '../../operations/runs/get-run-outcome.ts'
import type { World } from '../../operations/world.ts'
import { accountsCsv, classesCsv, nodesCsv, seriesCsv, type TitledNode } from '../../report/csv.ts'
import type { Outcome } from '../../simulator/outcome.ts'
import { callOf, LanguageQuery, problems, RunParameters } from '../answer.ts'
import type { App } from '../app.ts'
import { sendProblem } from '../problem.ts'

interface Exported {
  readonly nodes: readonly TitledNode[]
  readonly outcome: Outcome
  readonly unit: FlavorUnit
}

const EXPORTS = [
  {
    name: 'nodes',
    summary: 'Sectors, programmes and projects of a run as CSV',
    write: ({ nodes, unit }: Exported) => nodesCsv(nodes, unit),
  },
  {
    name: 'series',
    summary: 'The course of a run over time as CSV',
    write: ({ outcome, unit }: Exported) => seriesCsv(outcome.series, outcome.summary.epoch, unit),
  },
  {
    name: 'accounts',
    summary: 'What each node of a run earned, had, borrowed, lent and owes, by accounting period, as CSV',
    write: ({ outcome, unit }: Exported) => accountsCsv(outcome.accounts, outcome.summary.epoch, unit),
  },
  {
    name: 'classes',
    summary: 'Jobs of a run by size and length as CSV',
    write: ({ outcome, unit }: Exported) => classesCsv(outcome.classes ?? [], unit),
  },
] as const

export function exportRoutes(app: App, world: World): void {
  for (const { name, summary, write } of EXPORTS) {
    app.get(
      `/agencies/:agency/runs/:id/${name}.csv`,
      {
        schema: {
          tags: ['runs'],
          summary,
          params: RunParameters,
          querystring: LanguageQuery,
          response: {
            200: { description: 'UTF-8 with a byte order mark', content: { 'text/csv': { schema: z.string() } } },
            ...problems(404, 409, 422),
          },
        },
      },
      async (request, reply) => {
        const { agency, id } = request.params
        const got = await perform(world, getRunOutcome, callOf(request, agency), { id })
        if (!got.ok) return sendProblem(reply, got.refusal)
        const { run, flavor, outcome, nodes, policy } = got.value
        const unit = policy.pool.flavors.find((candidate) => candidate.name === flavor)?.unit
        assert(unit !== undefined, 'the pool of a replayed policy has the flavor of its run')
        const csv = write({ nodes, outcome, unit })
        return await reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="${run.scenario}-${id.slice(-12)}-${name}.csv"`)
          .serializer((body: unknown) => String(body))
          .send(csv)
      },
    )
  }
}
