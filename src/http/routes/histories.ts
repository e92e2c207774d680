// Histories as browsers replay them: bytes in columns, compressed, asked for again only when they have changed.
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { perform } from '../../operations/operation.ts'
import { getScenarioHistory } from '../../operations/policies/get-scenario-history.ts'
import type { World } from '../../operations/world.ts'
import { AgencyParameters, callOf, LanguageQuery, problems } from '../answer.ts'
import type { App, Reply, Request } from '../app.ts'
import { sendProblem } from '../problem.ts'

const BYTES = 'application/vnd.weir.history'

export function historyRoutes(app: App, world: World): void {
  app.get(
    '/agencies/:agency/scenarios/:name/history',
    {
      schema: {
        tags: ['runs'],
        summary: 'The job history of a scenario, for a replay elsewhere',
        description:
          'Columns of variable-length integers; `src/simulator/workload-bytes.ts` says how to read them. The `etag` is the ' +
          'checksum of the bytes.',
        params: AgencyParameters.extend({ name: z.string().max(64) }),
        querystring: LanguageQuery,
        response: {
          200: {
            description: 'Submission, run time, requested time, units and project of every job',
            content: { [BYTES]: { schema: z.string().meta({ format: 'binary' }) } },
          },
          304: z.null().describe('The bytes that the caller has are the same'),
          ...problems(404, 422),
        },
      },
    },
    async (request, reply) => {
      const { agency, name } = request.params
      const got = await perform(world, getScenarioHistory, callOf(request, agency), { scenario: name })
      if (!got.ok) return sendProblem(reply, got.refusal)
      return sendHistory(request, reply, got.value)
    },
  )
}

function sendHistory(request: Request, reply: Reply, { gzipped, sha256 }: { gzipped: Buffer; sha256: string }): Reply {
  const etag = `"${sha256}"`
  void reply.header('etag', etag).header('cache-control', 'private, no-cache').header('vary', 'accept-encoding')
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (known?.includes(etag) === true) return reply.code(304).send()
  void reply.type(BYTES)
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding']))) return reply.send(gunzipSync(gzipped))
  return reply.header('content-encoding', 'gzip').send(gzipped)
}
