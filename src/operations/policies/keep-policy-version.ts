// The version of a policy that has exactly this text: the newest one when it is the same, otherwise a new one.
import { createHash } from 'node:crypto'
import { assert } from '../../domain/kernel/assert.ts'
import type { Policy } from '../../domain/policy/policy.ts'
import {
  appendPolicyVersion,
  findNewestPolicyVersion,
  findPolicyVersion,
  lockPolicy,
  nextPolicyVersionNumber,
  type PolicyVersion,
} from '../../store/policies.ts'
import { personIdOf } from '../actor.ts'
import type { Work } from '../operation.ts'

export async function keepPolicyVersion(
  { tx, agency, actor, now, world }: Work,
  kept: { readonly source: string; readonly policy: Policy },
): Promise<{ readonly version: PolicyVersion; readonly before: PolicyVersion | null }> {
  const { name, title } = kept.policy
  await lockPolicy(tx, { agency, name, at: now })
  const newest = await findNewestPolicyVersion(tx, name)
  const sha256 = createHash('sha256').update(kept.source).digest('hex')
  if (newest !== null && newest.sha256 === sha256) return { version: newest, before: newest }
  const id = world.newId()
  await appendPolicyVersion(tx, {
    agency,
    id,
    policy: name,
    number: await nextPolicyVersionNumber(tx, name),
    source: kept.source,
    sha256,
    title,
    createdAt: now,
    createdById: personIdOf(actor),
  })
  const version = await findPolicyVersion(tx, id)
  assert(version !== null, 'the version that was just written is there')
  return { version, before: newest }
}
