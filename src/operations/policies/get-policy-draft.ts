// One draft with its text.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { findPolicyDraft } from '../../store/policy-drafts.ts'
import { operation } from '../operation.ts'
import { considered } from './considered-draft.ts'

export const getPolicyDraft = operation({
  name: 'get-policy-draft',
  kind: 'query',
  input: z.object({ id: z.string() }),
  async run({ id }, { tx }) {
    const draft = await findPolicyDraft(tx, id)
    return draft === null ? refuse('policy-draft-not-found') : accept(await considered(tx, draft))
  },
})
