// The ledger as CSV: amounts are exact whole numbers of their unit, so that they can be added up again.
import { csv } from './csv.ts'

interface BalanceTexts {
  readonly posted: string
  readonly held: string
  readonly promised: string
  readonly available: string
}

export interface AccountLine extends BalanceTexts {
  readonly account: string
  readonly unit: string
}

export function accountsCsv(accounts: readonly AccountLine[]): string {
  const header = ['account', 'unit', 'posted', 'held', 'promised', 'available']
  const lines = accounts.map(({ account, unit, posted, held, promised, available }) => [
    account,
    unit,
    ...[posted, held, promised, available].map(exact),
  ])
  return csv([header, ...lines])
}

export interface StatementLines {
  readonly account: string
  readonly unit: string
  readonly rows: readonly {
    readonly sequence: number
    readonly id: string
    readonly recordedAt: string
    readonly effectiveAt: string
    readonly period: string
    readonly kind: string
    readonly phase: string
    readonly other: string
    readonly ref: string | null
    readonly posted: string
    readonly held: string
    readonly promised: string
    readonly balance: BalanceTexts
  }[]
}

export function statementCsv({ account, unit, rows }: StatementLines): string {
  const header = ['sequence', 'id', 'recorded_at', 'effective_at', 'period', 'kind', 'phase', 'account', 'other', 'ref']
  const amounts = ['unit', 'posted', 'held', 'promised', 'balance_posted', 'balance_held', 'balance_available']
  const lines = rows.map((row) => [
    row.sequence,
    row.id,
    row.recordedAt,
    row.effectiveAt,
    row.period,
    row.kind,
    row.phase,
    account,
    row.other,
    row.ref,
    unit,
    ...[row.posted, row.held, row.promised, row.balance.posted, row.balance.held, row.balance.available].map(exact),
  ])
  return csv([[...header, ...amounts], ...lines])
}

function exact(digits: string): { readonly digits: string } {
  return { digits }
}
