// A draft with what it would change against the version that is in force.
import { writtenChanges, type WrittenChange } from '../../domain/policy/written-changes.ts'
import { readWrittenPolicy } from '../../domain/policy/written-policy.ts'
import type { Transaction } from '../../store/database.ts'
import { findNewestPolicyVersion, type PolicyVersion } from '../../store/policies.ts'
import type { PolicyDraft } from '../../store/policy-drafts.ts'

export interface ConsideredDraft {
  /** As an answer that can be kept: times are ISO texts. */
  readonly draft: Omit<PolicyDraft, 'createdAt'> & { readonly createdAt: string }
  /** Empty when no version of the policy is in force. */
  readonly changes: readonly WrittenChange[]
}

export async function considered(tx: Transaction, draft: PolicyDraft): Promise<ConsideredDraft> {
  return consideredAgainst(draft, await findNewestPolicyVersion(tx, draft.policy))
}

export function consideredAgainst(draft: PolicyDraft, inForce: PolicyVersion | null): ConsideredDraft {
  return { draft: { ...draft, createdAt: draft.createdAt.toISOString() }, changes: changesOf(draft, inForce) }
}

function changesOf(draft: PolicyDraft, inForce: PolicyVersion | null): readonly WrittenChange[] {
  const before = inForce === null ? null : readWrittenPolicy(inForce.source)
  const after = readWrittenPolicy(draft.source)
  return before === null || after === null ? [] : writtenChanges(before, after)
}
