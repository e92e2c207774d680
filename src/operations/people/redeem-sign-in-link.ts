// A one-time link becomes a session. The second use of a link is refused like a link that never was.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { appendSession, deleteEndedSessions, useSignInLink } from '../../store/people.ts'
import { operation } from '../operation.ts'
import { tokenSha256, writeToken } from './token.ts'

export const SESSION_HOURS = 12
/** How long ended sessions and links stay before they are removed. */
const ENDED_DAYS = 30

export const redeemSignInLink = operation({
  name: 'redeem-sign-in-link',
  kind: 'change',
  input: z.object({ token: z.string() }),
  async run({ token }, { tx, agency, now, world, record }) {
    const person = await useSignInLink(tx, { tokenSha256: tokenSha256(token), at: now })
    if (person === null) return refuse('sign-in-link-not-valid')
    await deleteEndedSessions(tx, new Date(now.getTime() - ENDED_DAYS * 86_400_000))
    const session = writeToken(agency, world.newToken())
    const expiresAt = new Date(now.getTime() + SESSION_HOURS * 3_600_000)
    await appendSession(tx, {
      agency,
      tokenSha256: tokenSha256(session),
      personId: person.id,
      createdAt: now,
      expiresAt,
    })
    record({ subject: `person ${person.id}`, before: null, after: { sessionExpiresAt: expiresAt } })
    return accept({ session, expiresAt, person })
  },
})
