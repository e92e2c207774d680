// What was done by whom. Records are added and read, never changed.
import type { Transaction } from './database.ts'

export interface AuditRecord {
  readonly agency: string
  readonly id: string
  readonly recordedAt: Date
  readonly actorKind: 'visitor' | 'person' | 'weir'
  readonly personId: string | null
  readonly operation: string
  readonly subject: string
  readonly refusal: string | null
  readonly before: object | null
  readonly after: object | null
  readonly decidedBy: readonly string[]
}

export async function appendAuditRecord(tx: Transaction, record: AuditRecord): Promise<void> {
  await tx
    .insertInto('audit_records')
    .values({
      agency_id: record.agency,
      id: record.id,
      recorded_at: record.recordedAt,
      actor_kind: record.actorKind,
      person_id: record.personId,
      operation: record.operation,
      subject: record.subject,
      refusal: record.refusal,
      before: record.before === null ? null : JSON.stringify(record.before),
      after: record.after === null ? null : JSON.stringify(record.after),
      decided_by: [...record.decidedBy],
    })
    .execute()
}

/** The records about one subject, the oldest first. */
export async function listAuditRecords(tx: Transaction, subject: string): Promise<AuditRecord[]> {
  const rows = await tx
    .selectFrom('audit_records')
    .selectAll()
    .where('subject', '=', subject)
    .orderBy('recorded_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    agency: row.agency_id,
    id: row.id,
    recordedAt: row.recorded_at,
    actorKind: row.actor_kind,
    personId: row.person_id,
    operation: row.operation,
    subject: row.subject,
    refusal: row.refusal,
    before: row.before,
    after: row.after,
    decidedBy: row.decided_by,
  }))
}
