// What the projects of a ledger used in a month, and what is published of each.
import type { AccountCode } from '../../domain/ledger/account.ts'
import type { ProjectUse, PublicationClass } from '../../domain/ledger/publication.ts'
import type { Unit } from '../../domain/ledger/unit.ts'
import type { Transaction } from '../database.ts'
import { queryOf } from './append-in-transaction.ts'

const LOAD_USE = `select substr(a.code, 6) as project, a.unit,
    sum(case when a.id = e.credit_id then e.amount else -e.amount end)::bigint as amount,
    coalesce((select c.class from publication_classes c where c.agency_id = $1 and c.project = substr(a.code, 6)), 'sector')
      as publication
  from ledger_entries e
  join ledger_accounts a on a.agency_id = e.agency_id and a.id in (e.credit_id, e.debit_id) and starts_with(a.code, 'USED:')
  where e.agency_id = $1 and e.period = $2 and e.phase in ('move', 'post')
  group by a.code, a.unit order by a.code collate "C", a.unit collate "C"`

/** The account of each project's first award, by project and unit. */
const LOAD_AWARDS = `select distinct on (p.code, p.unit) substr(p.code, 9) as project, p.unit, f.code as "awardedFrom"
  from ledger_accounts p
  join ledger_entries e on e.agency_id = p.agency_id and e.credit_id = p.id and e.kind = 'obligate'
  join ledger_accounts f on f.agency_id = e.agency_id and f.id = e.debit_id
  where p.agency_id = $1 and starts_with(p.code, 'PROJECT:') order by p.code, p.unit, e.sequence`

type UseRow = Pick<ProjectUse, 'project' | 'unit' | 'amount' | 'publication'>
interface AwardRow {
  readonly project: string
  readonly unit: Unit
  readonly awardedFrom: AccountCode
}

export async function loadMonthUse(tx: Transaction, agency: string, period: string): Promise<ProjectUse[]> {
  const query = queryOf(tx)
  const awards = await query<AwardRow>('ledger-awards', LOAD_AWARDS, [agency])
  const from = new Map(awards.map(({ project, unit, awardedFrom }) => [`${project} ${unit}`, awardedFrom]))
  const rows = await query<UseRow>('ledger-month-use', LOAD_USE, [agency, period])
  return rows.map((row) => ({ ...row, awardedFrom: from.get(`${row.project} ${row.unit}`) ?? null }))
}

export interface StoredPublication {
  readonly project: string
  readonly class: PublicationClass
}

/** Of projects that have another class than the default; by project. */
export async function listPublications(tx: Transaction, agency: string): Promise<StoredPublication[]> {
  const text = 'select project, class from publication_classes where agency_id = $1 order by project collate "C"'
  return [...(await queryOf(tx)<StoredPublication>('publications', text, [agency]))]
}

export async function savePublication(
  tx: Transaction,
  agency: string,
  { project, class: publication, at }: StoredPublication & { readonly at: Date },
): Promise<void> {
  const text = `insert into publication_classes (agency_id, project, class, set_at) values ($1, $2, $3, $4)
    on conflict (agency_id, project) do update set class = excluded.class, set_at = excluded.set_at`
  await queryOf(tx)('publication-save', text, [agency, project, publication, at])
}
