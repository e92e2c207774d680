// Two runs of an agency beside each other, as JSON and as a file for spreadsheets.
import { z } from 'zod'
import { ComparisonBody, ComparisonQuery } from '../../contract/comparison.ts'
import { accept } from '../../domain/kernel/result.ts'
import { perform, type Call } from '../../operations/operation.ts'
import { getRunOutcome } from '../../operations/runs/get-run-outcome.ts'
import type { World } from '../../operations/world.ts'
import { comparisonCsv } from '../../report/comparison-csv.ts'
import { compare } from '../../simulator/compare.ts'
import { answer, callOf, LanguageQuery, problems, RunParameters } from '../answer.ts'
import type { App } from '../app.ts'
import { sendProblem } from '../problem.ts'

const QUERY = ComparisonQuery.extend(LanguageQuery.shape)

export function comparisonRoutes(app: App, world: World): void {
  app.get(
    '/agencies/:agency/runs/:id/comparison',
    {
      schema: {
        tags: ['runs'],
        summary: 'Two runs beside each other: what differs, who gains and who loses',
        description:
          'Who gains is decided by the first of these that differs: more jobs ran, the mean wait is shorter, the mean ' +
          'bounded slowdown is smaller, more was delivered. Runs of different jobs have no verdicts.',
        params: RunParameters,
        querystring: QUERY,
        response: { 200: ComparisonBody, ...problems(404, 409, 422) },
      },
    },
    async (request, reply) => {
      const { agency, id } = request.params
      const both = await bothOutcomes(world, callOf(request, agency), [id, request.query.with])
      if (!both.ok) return sendProblem(reply, both.refusal)
      const { first, second } = both.value
      const { isSameJobs, unlike, rows } = compare(first.outcome, second.outcome)
      const body: ComparisonBody = {
        first: first.run,
        second: second.run,
        isSameJobs,
        unlike: [...unlike],
        rows: rows.map((row) => ({ ...row })),
      }
      return answer(reply, accept(body))
    },
  )
  csvRoute(app, world)
}

function csvRoute(app: App, world: World): void {
  app.get(
    '/agencies/:agency/runs/:id/comparison.csv',
    {
      schema: {
        tags: ['runs'],
        summary: 'Two runs beside each other as CSV',
        params: RunParameters,
        querystring: QUERY,
        response: {
          200: { description: 'UTF-8 with a byte order mark', content: { 'text/csv': { schema: z.string() } } },
          ...problems(404, 409, 422),
        },
      },
    },
    async (request, reply) => {
      const { agency, id } = request.params
      const both = await bothOutcomes(world, callOf(request, agency), [id, request.query.with])
      if (!both.ok) return sendProblem(reply, both.refusal)
      const { first, second } = both.value
      const unit = second.policy.pool.flavors.find((flavor) => flavor.name === second.flavor)?.unit ?? 'gpu'
      const name = `${first.run.scenario}-${id.slice(-12)}-${second.run.id.slice(-12)}`
      return await reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}-comparison.csv"`)
        .serializer((body: unknown) => String(body))
        .send(comparisonCsv(compare(first.outcome, second.outcome), null, unit))
    },
  )
}

async function bothOutcomes(world: World, call: Call, [a, b]: readonly [string, string]) {
  const first = await perform(world, getRunOutcome, call, { id: a })
  if (!first.ok) return first
  const second = await perform(world, getRunOutcome, call, { id: b })
  if (!second.ok) return second
  return accept({ first: first.value, second: second.value })
}
