import { z } from 'zod'
import type { PolicyRowBody } from '../../contract/policies.ts'
import { accept } from '../../domain/kernel/result.ts'
import { listNewestPolicyVersions } from '../../store/policies.ts'
import { operation } from '../operation.ts'
import { versionBody } from './policy-body.ts'

export const listPolicies = operation({
  name: 'list-policies',
  kind: 'query',
  input: z.object({}),
  async run(_input, { tx }) {
    const versions = await listNewestPolicyVersions(tx)
    const rows: PolicyRowBody[] = versions.map((version) => ({
      name: version.policy,
      title: version.title,
      version: versionBody(version),
    }))
    return accept(rows)
  },
})
