// The public log of each agency as plain files: https://c2sp.org/tlog-tiles. Nothing here needs a session or a language.
import { z } from 'zod'
import { VISITOR, WEIR } from '../../operations/actor.ts'
import { getCheckpoint } from '../../operations/ledger/get-checkpoint.ts'
import { getLogTile } from '../../operations/ledger/get-log-tile.ts'
import { listLogKeys } from '../../operations/ledger/list-log-keys.ts'
import { publishCheckpoint } from '../../operations/ledger/publish-checkpoint.ts'
import { perform } from '../../operations/operation.ts'
import type { World } from '../../operations/world.ts'
import { AgencyParameters, problems } from '../answer.ts'
import type { App } from '../app.ts'
import { sendProblem } from '../problem.ts'

const PLAIN = 'text/plain; charset=utf-8'
const TEXT_ANSWER = (description: string) => ({ description, content: { 'text/plain': { schema: z.string() } } })
/** What a tile of one width says never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable'

export function logRoutes(app: App, world: World): void {
  const common = { tags: ['log'], params: AgencyParameters }
  app.get(
    '/log/:agency/checkpoint',
    {
      schema: {
        ...common,
        summary: 'The signed checkpoint of the agency’s log',
        response: { 200: TEXT_ANSWER('A signed note (c2sp.org/tlog-checkpoint)'), ...problems(404) },
      },
    },
    async (request, reply) => {
      const { agency } = request.params
      const published = await perform(world, publishCheckpoint, { actor: WEIR, agency }, {})
      if (!published.ok) return sendProblem(reply, published.refusal)
      const found = await perform(world, getCheckpoint, { actor: VISITOR, agency }, {})
      if (!found.ok) return sendProblem(reply, found.refusal)
      return await reply.header('cache-control', 'no-cache').type(PLAIN).send(found.value)
    },
  )
  app.get(
    '/log/:agency/keys',
    {
      schema: {
        ...common,
        summary:
          'The keys that signed the agency’s log, the oldest first, one a line: from which size it signed, and, once it is retired, up to which',
        response: { 200: TEXT_ANSWER('<verifier key> <from size>[ <until size>]'), ...problems(404) },
      },
    },
    async (request, reply) => {
      const { agency } = request.params
      const listed = await perform(world, listLogKeys, { actor: VISITOR, agency }, {})
      if (!listed.ok) return sendProblem(reply, listed.refusal)
      const lines = listed.value.map(({ verifierKey, fromSize, untilSize }) => {
        return `${verifierKey} ${fromSize}${untilSize === null ? '' : ` ${untilSize}`}\n`
      })
      return await reply.header('cache-control', 'no-cache').type(PLAIN).send(lines.join(''))
    },
  )
  app.get(
    '/log/:agency/tile/*',
    {
      schema: {
        ...common,
        params: AgencyParameters.extend({ '*': z.string() }),
        summary: 'A tile of hashes, or a bundle of entries (c2sp.org/tlog-tiles)',
        // Its path has as many parts as the log is long, which OpenAPI cannot say; the tag's description does.
        hide: true,
        response: {
          200: { description: 'Bytes', content: { 'application/octet-stream': { schema: z.string() } } },
          ...problems(404),
        },
      },
      // Bytes are not to be written as the text that the description calls them.
      serializerCompiler: () => (bytes) => bytes as string,
    },
    async (request, reply) => {
      const { agency, '*': rest } = request.params
      const found = await perform(world, getLogTile, { actor: VISITOR, agency }, { path: `tile/${rest}` })
      if (!found.ok) return sendProblem(reply, found.refusal)
      const bytes = Buffer.from(found.value)
      return await reply
        .header('cache-control', FOR_EVER)
        .type('application/octet-stream')
        .send(bytes as never)
    },
  )
}
