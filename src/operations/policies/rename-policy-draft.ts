// A draft gets another name; its text stays.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { lockPolicyDraft, renamePolicyDraft as renameRow } from '../../store/policy-drafts.ts'
import { operation } from '../operation.ts'
import { considered } from './considered-draft.ts'

export const renamePolicyDraft = operation({
  name: 'rename-policy-draft',
  kind: 'change',
  input: z.object({ id: z.string(), name: z.string() }),
  async run({ id, name }, { tx, record }) {
    const draft = await lockPolicyDraft(tx, id)
    if (draft === null) return refuse('policy-draft-not-found')
    await renameRow(tx, id, name)
    record({ subject: `policy draft ${id}`, before: { name: draft.name }, after: { name } })
    return accept(await considered(tx, { ...draft, name }))
  },
})
