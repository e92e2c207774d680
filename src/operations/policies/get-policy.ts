// One policy as it was written and as it was understood, in its newest version or in the one that is asked for.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { parsePolicy } from '../../domain/policy/parse.ts'
import { listPolicyVersions } from '../../store/policies.ts'
import { operation } from '../operation.ts'
import { policyBody } from './policy-body.ts'

export const getPolicy = operation({
  name: 'get-policy',
  kind: 'query',
  input: z.object({ name: z.string(), version: z.int().min(1).nullable().default(null) }),
  async run({ name, version: number }, { tx }) {
    const versions = await listPolicyVersions(tx, name)
    const [newest] = versions
    if (newest === undefined) return refuse('policy-not-found')
    const version = number === null ? newest : versions.find((candidate) => candidate.number === number)
    if (version === undefined) return refuse('policy-version-not-found')
    const policy = parsePolicy(version.source)
    // It had none when it was stored; a later Weir may be stricter.
    if (!policy.ok) return refuse('policy-has-problems')
    return accept(policyBody(policy.value, { version, versions }))
  },
})
