// A session ends before its time; it cannot be used again from anywhere.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { revokeSession } from '../../store/people.ts'
import { personIdOf } from '../actor.ts'
import { operation } from '../operation.ts'

export const signOut = operation({
  name: 'sign-out',
  kind: 'change',
  input: z.object({ tokenSha256: z.string() }),
  async run({ tokenSha256 }, { tx, actor, now, record }) {
    if (!(await revokeSession(tx, { tokenSha256, at: now }))) return refuse('session-not-found')
    record({ subject: `person ${personIdOf(actor) ?? actor.kind}`, before: null, after: { revokedAt: now } })
    return accept(null)
  },
})
