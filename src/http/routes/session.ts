// Coming and going: a one-time link becomes a session, and a session ends.
import { z } from 'zod'
import { SessionBody } from '../../contract/session.ts'
import { perform } from '../../operations/operation.ts'
import { redeemSignInLink } from '../../operations/people/redeem-sign-in-link.ts'
import { signOut } from '../../operations/people/sign-out.ts'
import { csrfTokenOf, readToken } from '../../operations/people/token.ts'
import type { World } from '../../operations/world.ts'
import { answer, LanguageQuery, problems } from '../answer.ts'
import type { App } from '../app.ts'
import { clearSessionCookie, sessionBody, setSessionCookie } from '../caller.ts'
import { sendProblem } from '../problem.ts'

export function sessionRoutes(app: App, world: World): void {
  app.get(
    '/session',
    {
      schema: {
        tags: ['session'],
        summary: 'Who is signed in',
        querystring: LanguageQuery,
        response: { 200: SessionBody, ...problems() },
      },
    },
    async (request, reply) => await reply.header('cache-control', 'no-store').send(sessionBody(request.caller)),
  )
  app.post(
    '/session',
    {
      schema: {
        tags: ['session'],
        summary: 'Sign in with a one-time link',
        querystring: LanguageQuery,
        body: z
          .object({ token: z.string().min(1).max(200).meta({ description: 'What stands in the link after #token=' }) })
          .strict()
          .meta({ id: 'SignIn' }),
        response: { 201: SessionBody, ...problems(401, 403, 413, 415) },
      },
    },
    async (request, reply) => {
      const { token } = request.body
      const held = readToken(token)
      if (held === null) return sendProblem(reply, 'sign-in-link-not-valid')
      const call = { actor: request.caller.actor, agency: held.agency }
      const redeemed = await perform(world, redeemSignInLink, call, { token })
      if (!redeemed.ok) {
        // Whether an agency exists is no secret, but a link of none is simply no link.
        return sendProblem(reply, redeemed.refusal === 'agency-not-found' ? 'sign-in-link-not-valid' : redeemed.refusal)
      }
      const { session, expiresAt, person } = redeemed.value
      const isSecure = request.headers.origin?.startsWith('https://') === true
      setSessionCookie(reply, { token: session, expiresAt, isSecure })
      const { id, name, agency, roles } = person
      const body: SessionBody = { person: { id, name, agency, roles: [...roles] }, csrfToken: csrfTokenOf(session) }
      return await reply.code(201).header('cache-control', 'no-store').send(body)
    },
  )
  app.delete(
    '/session',
    {
      schema: {
        tags: ['session'],
        summary: 'Sign out, here and with this session everywhere',
        security: [{ session: [], csrf: [] }],
        querystring: LanguageQuery,
        response: { 204: z.null().describe('Signed out'), ...problems(401, 403) },
      },
    },
    async (request, reply) => {
      const { actor, sessionSha256 } = request.caller
      if (actor.kind !== 'person' || sessionSha256 === null) return sendProblem(reply, 'not-signed-in')
      const ended = await perform(world, signOut, { actor, agency: actor.agency }, { tokenSha256: sessionSha256 })
      if (ended.ok) clearSessionCookie(reply)
      return answer(reply, ended, 204)
    },
  )
}
