// Policies and their versions. A version is never changed: a correction is the next version. Drafts are versions too, but
// nobody who asks for the versions of a policy gets them (policy-drafts.ts).
import type { LocalisedText } from '../domain/kernel/language.ts'
import type { Transaction } from './database.ts'

export interface PolicyVersion {
  readonly id: string
  readonly policy: string
  readonly number: number
  readonly source: string
  readonly sha256: string
  readonly title: LocalisedText
  readonly createdAt: Date
  /** The person's name; '' for Weir itself or for somebody who was erased. */
  readonly createdBy: string
}

function selectVersions(tx: Transaction) {
  return tx
    .selectFrom('policy_versions')
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('policy_drafts')
            .select('policy_drafts.version_id')
            .whereRef('policy_drafts.agency_id', '=', 'policy_versions.agency_id')
            .whereRef('policy_drafts.version_id', '=', 'policy_versions.id'),
        ),
      ),
    )
    .leftJoin('person_details', (join) =>
      join
        .onRef('person_details.agency_id', '=', 'policy_versions.agency_id')
        .onRef('person_details.person_id', '=', 'policy_versions.created_by'),
    )
    .select([
      'policy_versions.id',
      'policy_versions.policy_name as policy',
      'policy_versions.number',
      'policy_versions.source',
      'policy_versions.sha256',
      'policy_versions.title',
      'policy_versions.created_at as createdAt',
      (expression) => expression.fn.coalesce('person_details.name', expression.val('')).as('createdBy'),
    ])
}

/** The newest version of each policy, by name. */
export async function listNewestPolicyVersions(tx: Transaction): Promise<PolicyVersion[]> {
  return await selectVersions(tx)
    .distinctOn('policy_versions.policy_name')
    .orderBy('policy_versions.policy_name')
    .orderBy('policy_versions.number', 'desc')
    .execute()
}

/** All versions of one policy, the newest first; empty when there is no such policy. */
export async function listPolicyVersions(tx: Transaction, policy: string): Promise<PolicyVersion[]> {
  return await selectVersions(tx)
    .where('policy_versions.policy_name', '=', policy)
    .orderBy('policy_versions.number', 'desc')
    .execute()
}

export async function findNewestPolicyVersion(tx: Transaction, policy: string): Promise<PolicyVersion | null> {
  const row = await selectVersions(tx)
    .where('policy_versions.policy_name', '=', policy)
    .orderBy('policy_versions.number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

export async function findPolicyVersion(tx: Transaction, id: string): Promise<PolicyVersion | null> {
  return (await selectVersions(tx).where('policy_versions.id', '=', id).executeTakeFirst()) ?? null
}

/** Makes the policy when it is new, and holds it until the transaction ends, so that versions get their numbers in turn. */
export async function lockPolicy(
  tx: Transaction,
  policy: { readonly agency: string; readonly name: string; readonly at: Date },
): Promise<void> {
  await tx
    .insertInto('policies')
    .values({ agency_id: policy.agency, name: policy.name, created_at: policy.at })
    .onConflict((conflict) => conflict.columns(['agency_id', 'name']).doNothing())
    .execute()
  await tx.selectFrom('policies').select('name').where('name', '=', policy.name).forUpdate().executeTakeFirstOrThrow()
}

/** The number that the next version gets, draft or not; the policy is locked. */
export async function nextPolicyVersionNumber(tx: Transaction, policy: string): Promise<number> {
  const row = await tx
    .selectFrom('policy_versions')
    .select(({ fn }) => fn.max('number').as('last'))
    .where('policy_name', '=', policy)
    .executeTakeFirst()
  return (row?.last ?? 0) + 1
}

export async function appendPolicyVersion(
  tx: Transaction,
  version: Omit<PolicyVersion, 'createdBy'> & { readonly agency: string; readonly createdById: string | null },
): Promise<void> {
  await tx
    .insertInto('policy_versions')
    .values({
      agency_id: version.agency,
      id: version.id,
      policy_name: version.policy,
      number: version.number,
      source: version.source,
      sha256: version.sha256,
      title: JSON.stringify(version.title),
      created_at: version.createdAt,
      created_by: version.createdById,
    })
    .execute()
}
