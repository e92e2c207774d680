// Whether this process lives, whether it can work, and what it measures.
import { z } from 'zod'
import { problems } from '../answer.ts'
import type { App } from '../app.ts'
import { sendProblem } from '../problem.ts'
import { useMetrics, type Observed } from '../metrics.ts'

export function probeRoutes(app: App, observed: Observed): void {
  const registry = useMetrics(app, observed)
  const config = { isProbe: true }
  const Health = z.object({ status: z.literal('ok') })
  app.get(
    '/healthz',
    { config, schema: { tags: ['operation'], summary: 'The process answers', response: { 200: Health } } },
    async (_request, reply) => await reply.header('cache-control', 'no-store').send({ status: 'ok' as const }),
  )
  app.get(
    '/readyz',
    {
      config,
      schema: {
        tags: ['operation'],
        summary: 'The database answers, so requests can be served',
        response: { 200: Health, ...problems() },
      },
    },
    async (_request, reply) => {
      if (!(await observed.isDatabaseReachable())) return sendProblem(reply, 'database-unavailable')
      return await reply.header('cache-control', 'no-store').send({ status: 'ok' as const })
    },
  )
  app.get(
    '/metrics',
    { schema: { tags: ['operation'], summary: 'Measurements in the Prometheus text format', hide: true } },
    async (_request, reply) => await reply.type(registry.contentType).send(await registry.metrics()),
  )
}
