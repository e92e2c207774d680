// A one-time link for the local officer, printed in the terminal: whoever sees this terminal may act as that officer.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { appendSignInLink, findLocalOfficer } from '../../store/people.ts'
import { operation } from '../operation.ts'
import { tokenSha256, writeToken } from './token.ts'

export const SIGN_IN_LINK_MINUTES = 60

export const issueSignInLink = operation({
  name: 'issue-sign-in-link',
  kind: 'change',
  input: z.object({}),
  async run(_input, { tx, agency, now, world, record }) {
    const officer = await findLocalOfficer(tx)
    if (officer === null) return refuse('local-officer-not-found')
    const token = writeToken(agency, world.newToken())
    const expiresAt = new Date(now.getTime() + SIGN_IN_LINK_MINUTES * 60_000)
    await appendSignInLink(tx, {
      agency,
      tokenSha256: tokenSha256(token),
      personId: officer.id,
      createdAt: now,
      expiresAt,
    })
    record({ subject: `person ${officer.id}`, before: null, after: { expiresAt } })
    return accept({ token, expiresAt })
  },
})
