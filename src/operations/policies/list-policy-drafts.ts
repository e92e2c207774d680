// The drafts that an agency considers.
import { z } from 'zod'
import { accept } from '../../domain/kernel/result.ts'
import { listNewestPolicyVersions } from '../../store/policies.ts'
import { listPolicyDrafts as listRows } from '../../store/policy-drafts.ts'
import { operation } from '../operation.ts'
import { consideredAgainst } from './considered-draft.ts'

export const listPolicyDrafts = operation({
  name: 'list-policy-drafts',
  kind: 'query',
  input: z.object({}),
  async run(_input, { tx }) {
    const inForce = new Map((await listNewestPolicyVersions(tx)).map((version) => [version.policy, version]))
    const drafts = await listRows(tx)
    return accept(drafts.map((draft) => consideredAgainst(draft, inForce.get(draft.policy) ?? null)))
  },
})
