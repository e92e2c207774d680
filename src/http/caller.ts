// Who asks: the session cookie becomes an actor. A cookie that is nobody's is taken away.
import type { SessionBody } from '../contract/session.ts'
import { VISITOR, WEIR } from '../operations/actor.ts'
import { perform } from '../operations/operation.ts'
import { getSession } from '../operations/people/get-session.ts'
import { csrfTokenOf, readToken } from '../operations/people/token.ts'
import type { World } from '../operations/world.ts'
import type { Caller, Reply, Request } from './app.ts'

export const SESSION_COOKIE = 'weir-session'
export const NOBODY: Caller = { actor: VISITOR, csrfToken: null, sessionSha256: null }

/** 'unknown' when there is a session cookie and no database to ask whose it is. */
export async function callerOf(world: World, request: Request, reply: Reply): Promise<Caller | 'unknown'> {
  const cookie = request.cookies[SESSION_COOKIE]
  if (cookie === undefined) return NOBODY
  const token = readToken(cookie)
  if (token === null) {
    clearSessionCookie(reply)
    return NOBODY
  }
  const call = { actor: WEIR, agency: token.agency }
  const session = await perform(world, getSession, call, { tokenSha256: token.sha256 })
  if (!session.ok) {
    if (session.refusal === 'database-unavailable') return 'unknown'
    clearSessionCookie(reply)
    return NOBODY
  }
  const { id, name, agency, roles } = session.value
  const actor = { kind: 'person', id, name, agency, roles } as const
  return { actor, csrfToken: csrfTokenOf(cookie), sessionSha256: token.sha256 }
}

export function setSessionCookie(
  reply: Reply,
  session: { readonly token: string; readonly expiresAt: Date; readonly isSecure: boolean },
): void {
  void reply.setCookie(SESSION_COOKIE, session.token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: session.isSecure,
    expires: session.expiresAt,
  })
}

export function clearSessionCookie(reply: Reply): void {
  void reply.clearCookie(SESSION_COOKIE, { path: '/', httpOnly: true, sameSite: 'strict' })
}

export function sessionBody(caller: Caller): SessionBody {
  const { actor, csrfToken } = caller
  if (actor.kind !== 'person') return { person: null, csrfToken: null }
  const { id, name, agency, roles } = actor
  return { person: { id, name, agency, roles: [...roles] }, csrfToken }
}
