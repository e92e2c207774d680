// Records that wait as CSV: the record itself as JSON in the last column, so that it can be corrected and sent again.
import { csv } from './csv.ts'

interface QuarantineLine {
  readonly source: string
  readonly run: string
  readonly reason: string
  readonly since: string
  readonly seenAt: string
  readonly record: { readonly project: string; readonly account: string; readonly flavor: string }
}

export function quarantineCsv(rows: readonly QuarantineLine[]): string {
  const header = ['source', 'run', 'reason', 'since', 'seen', 'project', 'account', 'flavor', 'record']
  const lines = rows.map(({ source, run, reason, since, seenAt, record }) => [
    source,
    run,
    reason,
    since,
    seenAt,
    record.project,
    record.account,
    record.flavor,
    JSON.stringify(record),
  ])
  return csv([header, ...lines])
}
