// One account with the entries that touched it, each with what the account had after it.
import { z } from 'zod'
import { AccountCodeText, LedgerKind, PeriodText, type StatementBody, UnitText } from '../../contract/ledger.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { loadStatement } from '../../store/ledger/ledger-rows.ts'
import { operation } from '../operation.ts'
import { balanceBody, lineBody } from './ledger-body.ts'
import { LEDGER_PAGE_SIZE } from './list-ledger-accounts.ts'

export const getAccountStatement = operation({
  name: 'get-account-statement',
  kind: 'query',
  input: z.object({
    account: AccountCodeText,
    unit: UnitText,
    page: z.int().min(1).default(1),
    pageSize: z.int().min(1).default(LEDGER_PAGE_SIZE),
    direction: z.enum(['ascending', 'descending']).default('descending'),
    kind: LedgerKind.nullable().default(null),
    period: PeriodText.nullable().default(null),
  }),
  async run(asked, { tx, agency }) {
    const statement = await loadStatement(tx, agency, asked)
    if (statement === null) return refuse('ledger-account-not-found')
    const { account, unit, page, pageSize } = asked
    const { rows, total, balance } = statement
    const body: StatementBody = {
      account,
      unit,
      page,
      pageSize,
      total,
      balance: balanceBody(balance),
      rows: rows.map(lineBody),
    }
    return accept(body)
  },
})
