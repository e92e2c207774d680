// The progress of a run as server-sent events. A reader that comes, or comes again, first gets the state as it is now; what
// was said in between need not be replayed, because every event tells the whole progress.
import { fastifySSE } from '@fastify/sse'
import { z } from 'zod'
import { RunProgressBody } from '../../contract/runs.ts'
import { isFinal } from '../../domain/runs/run.ts'
import { perform, type Call } from '../../operations/operation.ts'
import { getRunProgress } from '../../operations/runs/get-run-progress.ts'
import type { RunNotices } from '../../operations/runs/run-notices.ts'
import type { World } from '../../operations/world.ts'
import { callOf, LanguageQuery, problems, RunParameters } from '../answer.ts'
import type { App } from '../app.ts'
import { sendProblem } from '../problem.ts'

const HEARTBEAT_MILLISECONDS = 15_000
const RECONNECT_MILLISECONDS = 1_000
/** The id of the last event; an EventSource that knows it has nothing more to wait for. */
const LAST = 'last'

export async function progressRoutes(app: App, world: World, notices: RunNotices): Promise<void> {
  // Called, not registered: the name that its types know is the plugin without its wrapper, and registering that would
  // confine it to a context of its own.
  await fastifySSE(app, { heartbeatInterval: HEARTBEAT_MILLISECONDS })
  app.get(
    '/agencies/:agency/runs/:id/progress',
    {
      // Its own refusal of other forms would not be a problem of ours.
      sse: { kind: 'manual' },
      schema: {
        tags: ['runs'],
        summary: 'Follow a run (server-sent events)',
        description:
          'Events `progress`, each with the whole progress as JSON; the first tells the state as it is now, and the stream ' +
          'ends with the run. A client that connects again after the end gets 204 and stops.',
        params: RunParameters,
        querystring: LanguageQuery,
        response: {
          200: { description: 'Events', content: { 'text/event-stream': { schema: RunProgressBody } } },
          204: z.null().describe('The run has ended and its last event was received'),
          ...problems(404, 406),
        },
      },
    },
    async (request, reply) => {
      if (!admitsEvents(request.headers.accept)) return sendProblem(reply, 'not-acceptable')
      const { agency, id } = request.params
      const call = callOf(request, agency)
      const first = await perform(world, getRunProgress, call, { id })
      if (!first.ok) return sendProblem(reply, first.refusal)
      if (request.headers['last-event-id'] === LAST && isFinal(first.value.state))
        return await reply.code(204).send(null)
      const follower = new ProgressFollower(world, call, id)
      const unfollow = notices.follow(agency, id, follower)
      reply.sse.onClose(() => follower.end())
      try {
        await reply.sse.send(eventsOf(follower))
      } finally {
        unfollow()
        // A reply that was streamed is only over when it is closed, and awaiting it before would wait for ever.
        reply.sse.close()
      }
      return reply
    },
  )
}

function admitsEvents(accept: string | undefined): boolean {
  const forms = (accept ?? '*/*').split(',').map((form) => (form.split(';')[0] ?? '').trim().toLowerCase())
  return forms.some((form) => form === '*/*' || form === 'text/*' || form === 'text/event-stream')
}

async function* eventsOf(follower: ProgressFollower) {
  for (;;) {
    const progress = await follower.next()
    if (progress === null) return
    const id = isFinal(progress.state) ? LAST : undefined
    yield { event: 'progress', data: progress, retry: RECONNECT_MILLISECONDS, ...(id === undefined ? {} : { id }) }
    if (id === LAST) return
  }
}

/** The newest progress that was not told yet; a reader that is slow misses steps, never the end. */
class ProgressFollower {
  readonly #world: World
  readonly #call: Call
  readonly #id: string
  #newest: RunProgressBody | null = null
  /** The state must be read from the database: at the beginning, and when notices may have been missed. */
  #mustRead = true
  #isEnded = false
  #wake: () => void = () => undefined

  constructor(world: World, call: Call, id: string) {
    this.#world = world
    this.#call = call
    this.#id = id
  }

  readonly onNotice = ({ progress }: { readonly progress: RunProgressBody }): void => {
    this.#newest = progress
    this.#wake()
  }

  readonly onGap = (): void => {
    this.#mustRead = true
    this.#wake()
  }

  end(): void {
    this.#isEnded = true
    this.#wake()
  }

  /** null when there is nothing more to tell. */
  async next(): Promise<RunProgressBody | null> {
    for (;;) {
      if (this.#isEnded) return null
      if (this.#mustRead) {
        this.#mustRead = false
        const read = await perform(this.#world, getRunProgress, this.#call, { id: this.#id })
        if (read.ok) return read.value
        if (read.refusal === 'run-not-found') return null
      }
      if (this.#newest !== null) {
        const progress = this.#newest
        this.#newest = null
        return progress
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
