// Proposals to reduce awards.
import type { Reduction, ReductionState } from '../../domain/budgets/reduction.ts'
import type { ReductionFigures } from '../../domain/budgets/reduction-amount.ts'
import type { AccountCode } from '../../domain/ledger/account.ts'
import type { Unit } from '../../domain/ledger/unit.ts'
import type { Transaction } from '../database.ts'
import { queryOf } from './append-in-transaction.ts'

export interface StoredReduction extends Reduction {
  readonly proposedAt: Date
  /** The ledger's hold of what is approved. */
  readonly holdId: string | null
}

interface ReductionRow {
  readonly id: string
  readonly rule: string
  readonly project: string
  readonly unit: Unit
  readonly returns_to: AccountCode
  readonly figures: Readonly<Record<keyof ReductionFigures, string | number | null>>
  readonly notice_at: Date
  readonly exemption_until: Date
  readonly check_at: Date
  readonly proposed_at: Date
  readonly state: ReductionState
  readonly hold_id: string | null
}

const COLUMNS = `id, rule, project, unit, returns_to, figures, notice_at, exemption_until, check_at, proposed_at, state, hold_id`

/** The newest checks first. */
export async function listReductions(tx: Transaction, agency: string): Promise<StoredReduction[]> {
  const text = `select ${COLUMNS} from ledger_reductions where agency_id = $1
    order by check_at desc, project collate "C", id limit 1000`
  return (await queryOf(tx)<ReductionRow>('reductions', text, [agency])).map(reductionOf)
}

/** null: there is none. Nobody else moves it until the transaction ends. */
export async function lockReduction(tx: Transaction, agency: string, id: string): Promise<StoredReduction | null> {
  const text = `select ${COLUMNS} from ledger_reductions where agency_id = $1 and id = $2 for update`
  const [row] = await queryOf(tx)<ReductionRow>('reduction', text, [agency, id])
  return row === undefined ? null : reductionOf(row)
}

/** Whether it was new: a check proposes a project once. */
export async function insertReduction(tx: Transaction, agency: string, reduction: StoredReduction): Promise<boolean> {
  const { id, rule, project, unit, returnsTo, state, proposedAt } = reduction
  const figures = JSON.stringify(reduction.figures, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  const dates = [reduction.noticeAt, reduction.exemptionUntil, reduction.checkAt].map((at) => new Date(at * 1000))
  const text = `insert into ledger_reductions (agency_id, id, rule, project, unit, returns_to, figures,
      notice_at, exemption_until, check_at, proposed_at, state)
    values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11, $12) on conflict do nothing returning id`
  const values = [agency, id, rule, project, unit, returnsTo, figures, ...dates, proposedAt, state]
  return (await queryOf(tx)('reduction-insert', text, values)).length === 1
}

export async function saveReductionState(
  tx: Transaction,
  agency: string,
  { id, state, holdId }: Pick<StoredReduction, 'id' | 'state' | 'holdId'>,
): Promise<void> {
  const text = 'update ledger_reductions set state = $3, hold_id = $4 where agency_id = $1 and id = $2'
  await queryOf(tx)('reduction-save', text, [agency, id, state, holdId])
}

function reductionOf(row: ReductionRow): StoredReduction {
  const { id, rule, project, unit, state, figures } = row
  const amount = (name: keyof ReductionFigures) => BigInt(figures[name] ?? 0)
  const seconds = (at: Date) => at.getTime() / 1000
  return {
    id,
    rule,
    project,
    unit,
    state,
    returnsTo: row.returns_to,
    figures: {
      counted: amount('counted'),
      charged: amount('charged'),
      held: amount('held'),
      expected: figures.expected === null ? null : amount('expected'),
      unused: amount('unused'),
      removeMillionths: Number(figures.removeMillionths),
      amount: amount('amount'),
    },
    noticeAt: seconds(row.notice_at),
    exemptionUntil: seconds(row.exemption_until),
    checkAt: seconds(row.check_at),
    proposedAt: row.proposed_at,
    holdId: row.hold_id,
  }
}
