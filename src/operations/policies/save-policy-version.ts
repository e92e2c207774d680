// A policy is written down: as its first version, or as the next one. A text that is already the newest stays the newest.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { parsePolicy } from '../../domain/policy/parse.ts'
import { operation } from '../operation.ts'
import { keepPolicyVersion } from './keep-policy-version.ts'

export const savePolicyVersion = operation({
  name: 'save-policy-version',
  kind: 'change',
  input: z.object({ source: z.string() }),
  async run({ source }, work) {
    const policy = parsePolicy(source)
    if (!policy.ok) return refuse('policy-has-problems')
    if (policy.value.agency !== work.agency) return refuse('policy-of-other-agency')
    const { version, before } = await keepPolicyVersion(work, { source, policy: policy.value })
    work.record({
      subject: `policy ${version.policy}`,
      before: before === null ? null : { number: before.number, sha256: before.sha256 },
      after: { number: version.number, sha256: version.sha256 },
    })
    return accept({ id: version.id, policy: version.policy, number: version.number })
  },
})
