import { z } from 'zod'
import { type LedgerAccountsBody, UnitText } from '../../contract/ledger.ts'
import { accept } from '../../domain/kernel/result.ts'
import { ACCOUNT_SORTS, listAccounts } from '../../store/ledger/ledger-rows.ts'
import { operation } from '../operation.ts'
import { balanceBody } from './ledger-body.ts'

export const LEDGER_PAGE_SIZE = 50

export const listLedgerAccounts = operation({
  name: 'list-ledger-accounts',
  kind: 'query',
  input: z.object({
    page: z.int().min(1).default(1),
    pageSize: z.int().min(1).default(LEDGER_PAGE_SIZE),
    sort: z.enum(ACCOUNT_SORTS).default('account'),
    direction: z.enum(['ascending', 'descending']).default('ascending'),
    search: z.string().default(''),
    unit: UnitText.nullable().default(null),
  }),
  async run(asked, { tx, agency }) {
    const { rows, total } = await listAccounts(tx, agency, asked)
    const { page, pageSize } = asked
    const body: LedgerAccountsBody = {
      rows: rows.map(({ account, unit, ...balance }) => ({ account, unit, ...balanceBody(balance) })),
      total,
      page,
      pageSize,
    }
    return accept(body)
  },
})
