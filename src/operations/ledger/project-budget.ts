// A project's three accounts as one budget: what moved, and where it stands.
import { budgetMoves, type BudgetMove } from '../../domain/budgets/burn-down.ts'
import { standingOf } from '../../domain/budgets/standing.ts'
import { EMPTY_BALANCE, type Balance } from '../../domain/ledger/balance.ts'
import type { Unit } from '../../domain/ledger/unit.ts'
import type { Transaction } from '../../store/database.ts'
import { loadStatement } from '../../store/ledger/ledger-rows.ts'

/** The moves of a project's three accounts, and where they stand; null: it has no account in this unit. */
export async function loadProject(tx: Transaction, agency: string, { project, unit }: { project: string; unit: Unit }) {
  const moves: BudgetMove[] = []
  const balances = { PROJECT: EMPTY_BALANCE, USED: EMPTY_BALANCE, OVERDRAFT: EMPTY_BALANCE } as Record<string, Balance>
  let isThere = false
  for (const kind of ['PROJECT', 'USED', 'OVERDRAFT'] as const) {
    const all = { kind: null, period: null, direction: 'ascending', page: 1, pageSize: null } as const
    const statement = await loadStatement(tx, agency, { account: `${kind}:${project}`, unit, ...all })
    if (statement === null) continue
    isThere = true
    balances[kind] = statement.balance
    moves.push(...budgetMoves(statement.rows, kind, project))
  }
  if (!isThere) return null
  const { PROJECT = EMPTY_BALANCE, USED = EMPTY_BALANCE, OVERDRAFT = EMPTY_BALANCE } = balances
  return { moves, standing: standingOf({ project: PROJECT, used: USED, overdraft: OVERDRAFT }) }
}
