// A policy that is considered is written down beside those in force: a version of its own that nobody is governed by.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { parsePolicy } from '../../domain/policy/parse.ts'
import {
  appendPolicyVersion,
  findNewestPolicyVersion,
  lockPolicy,
  nextPolicyVersionNumber,
} from '../../store/policies.ts'
import { appendPolicyDraft, countPolicyDrafts, findPolicyDraft } from '../../store/policy-drafts.ts'
import { personIdOf } from '../actor.ts'
import { operation } from '../operation.ts'
import { considered } from './considered-draft.ts'

/** Of one agency; more than this nobody considers at a time. */
export const POLICY_DRAFTS_MAX = 50

export const savePolicyDraft = operation({
  name: 'save-policy-draft',
  kind: 'change',
  input: z.object({ name: z.string(), source: z.string() }),
  async run({ name, source }, { tx, agency, actor, now, world, record }) {
    const policy = parsePolicy(source)
    if (!policy.ok) return refuse('policy-has-problems')
    if (policy.value.agency !== agency) return refuse('policy-of-other-agency')
    if ((await countPolicyDrafts(tx)) >= POLICY_DRAFTS_MAX) return refuse('too-many-policy-drafts')
    await lockPolicy(tx, { agency, name: policy.value.name, at: now })
    const inForce = await findNewestPolicyVersion(tx, policy.value.name)
    const id = world.newId()
    const sha256 = createHash('sha256').update(source).digest('hex')
    await appendPolicyVersion(tx, {
      agency,
      id,
      policy: policy.value.name,
      number: await nextPolicyVersionNumber(tx, policy.value.name),
      source,
      sha256,
      title: policy.value.title,
      createdAt: now,
      createdById: personIdOf(actor),
    })
    await appendPolicyDraft(tx, { agency, versionId: id, name, basedOn: inForce?.id ?? null })
    record({
      subject: `policy draft ${id}`,
      before: null,
      after: { state: 'draft', name, policy: policy.value.name, sha256, basedOn: inForce?.id ?? null },
    })
    const draft = await findPolicyDraft(tx, id)
    assert(draft !== null, 'the draft that was just written is there')
    return accept(await considered(tx, draft))
  },
})
