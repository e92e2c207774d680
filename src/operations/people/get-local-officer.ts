// The officer as whom the command line of this home works.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { findLocalOfficer, hasSignInLinks } from '../../store/people.ts'
import { operation } from '../operation.ts'

export const getLocalOfficer = operation({
  name: 'get-local-officer',
  kind: 'query',
  input: z.object({}),
  async run(_input, { tx }) {
    const officer = await findLocalOfficer(tx)
    if (officer === null) return refuse('local-officer-not-found')
    return accept({ officer, wasInvited: await hasSignInLinks(tx) })
  },
})
