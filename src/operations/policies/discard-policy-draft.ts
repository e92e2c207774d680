// A draft is no longer considered. Nobody finds it any more; the record keeps what it was.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { discardPolicyDraft as discardRow, lockPolicyDraft } from '../../store/policy-drafts.ts'
import { operation } from '../operation.ts'

export const discardPolicyDraft = operation({
  name: 'discard-policy-draft',
  kind: 'change',
  input: z.object({ id: z.string() }),
  async run({ id }, { tx, now, record }) {
    const draft = await lockPolicyDraft(tx, id)
    if (draft === null) return refuse('policy-draft-not-found')
    await discardRow(tx, id, now)
    record({
      subject: `policy draft ${id}`,
      before: { state: 'draft', name: draft.name, policy: draft.policy, sha256: draft.sha256 },
      after: { state: 'discarded' },
    })
    return accept(null)
  },
})
