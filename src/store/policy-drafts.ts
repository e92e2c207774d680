// Drafts of policies: versions that are kept and not in force, each with the name that its author gave it.
import type { Transaction } from './database.ts'
import type { PolicyVersion } from './policies.ts'

export interface PolicyDraft extends PolicyVersion {
  readonly name: string
  /** The version that was in force when it was saved. */
  readonly basedOn: { readonly id: string; readonly number: number } | null
}

function selectDrafts(tx: Transaction) {
  return tx
    .selectFrom('policy_drafts')
    .innerJoin('policy_versions', (join) =>
      join
        .onRef('policy_versions.agency_id', '=', 'policy_drafts.agency_id')
        .onRef('policy_versions.id', '=', 'policy_drafts.version_id'),
    )
    .leftJoin('policy_versions as base', (join) =>
      join.onRef('base.agency_id', '=', 'policy_drafts.agency_id').onRef('base.id', '=', 'policy_drafts.based_on'),
    )
    .leftJoin('person_details', (join) =>
      join
        .onRef('person_details.agency_id', '=', 'policy_versions.agency_id')
        .onRef('person_details.person_id', '=', 'policy_versions.created_by'),
    )
    .where('policy_drafts.state', '=', 'draft')
    .select([
      'policy_versions.id',
      'policy_drafts.name',
      'policy_versions.policy_name as policy',
      'policy_versions.number',
      'policy_versions.source',
      'policy_versions.sha256',
      'policy_versions.title',
      'policy_versions.created_at as createdAt',
      (expression) => expression.fn.coalesce('person_details.name', expression.val('')).as('createdBy'),
      'base.id as baseId',
      'base.number as baseNumber',
    ])
}

type DraftRow = Awaited<ReturnType<ReturnType<typeof selectDrafts>['execute']>>[number]

function draftOf({ baseId, baseNumber, ...row }: DraftRow): PolicyDraft {
  return { ...row, basedOn: baseId === null || baseNumber === null ? null : { id: baseId, number: baseNumber } }
}

/** Those that are still considered, the newest first. */
export async function listPolicyDrafts(tx: Transaction): Promise<PolicyDraft[]> {
  const rows = await selectDrafts(tx)
    .orderBy('policy_versions.created_at', 'desc')
    .orderBy('policy_versions.id', 'desc')
    .execute()
  return rows.map(draftOf)
}

export async function findPolicyDraft(tx: Transaction, id: string): Promise<PolicyDraft | null> {
  const row = await selectDrafts(tx).where('policy_versions.id', '=', id).executeTakeFirst()
  return row === undefined ? null : draftOf(row)
}

export async function countPolicyDrafts(tx: Transaction): Promise<number> {
  const { count } = await tx
    .selectFrom('policy_drafts')
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .where('state', '=', 'draft')
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Its version is there already. */
export async function appendPolicyDraft(
  tx: Transaction,
  draft: {
    readonly agency: string
    readonly versionId: string
    readonly name: string
    readonly basedOn: string | null
  },
): Promise<void> {
  await tx
    .insertInto('policy_drafts')
    .values({
      agency_id: draft.agency,
      version_id: draft.versionId,
      name: draft.name,
      based_on: draft.basedOn,
      state: 'draft',
      discarded_at: null,
    })
    .execute()
}

/** Holds the draft until the transaction ends; null when there is none that is still considered. */
export async function lockPolicyDraft(tx: Transaction, id: string): Promise<PolicyDraft | null> {
  const held = await tx
    .selectFrom('policy_drafts')
    .select('version_id')
    .where('version_id', '=', id)
    .where('state', '=', 'draft')
    .forUpdate()
    .executeTakeFirst()
  return held === undefined ? null : await findPolicyDraft(tx, id)
}

export async function renamePolicyDraft(tx: Transaction, id: string, name: string): Promise<void> {
  await tx.updateTable('policy_drafts').set({ name }).where('version_id', '=', id).execute()
}

export async function discardPolicyDraft(tx: Transaction, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('policy_drafts')
    .set({ state: 'discarded', discarded_at: at })
    .where('version_id', '=', id)
    .execute()
}
