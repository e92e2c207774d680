// Who holds a session that is neither over nor revoked.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { findSessionPerson } from '../../store/people.ts'
import { operation } from '../operation.ts'

export const getSession = operation({
  name: 'get-session',
  kind: 'query',
  input: z.object({ tokenSha256: z.string() }),
  async run({ tokenSha256 }, { tx, now }) {
    const person = await findSessionPerson(tx, { tokenSha256, at: now })
    return person === null ? refuse('session-not-found') : accept(person)
  },
})
