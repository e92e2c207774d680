// Closes a month of the ledger, and every month before it: softly first, then for good.
import { z } from 'zod'
import { CloseMonthBody, type MonthClosedBody } from '../../contract/ledger.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { periodOf } from '../../domain/ledger/period.ts'
import { listAgencies } from '../../store/agencies.ts'
import { appendEventInTransaction } from '../../store/ledger/append-in-transaction.ts'
import { operation } from '../operation.ts'

export const closeLedgerMonth = operation({
  name: 'close-ledger-month',
  kind: 'change',
  input: z.object({ close: CloseMonthBody }),
  async run({ close }, { tx, agency, now, record }) {
    const { period, state } = close
    const timeZone = (await listAgencies(tx)).find(({ id }) => id === agency)?.timeZone
    assert(timeZone !== undefined, 'the agency of a call is there')
    if (period >= periodOf(Math.floor(now.getTime() / 1000), timeZone)) return refuse('period-not-ended')
    const outcome = await appendEventInTransaction(tx, agency, { event: 'close', period, state }, now)
    if (!outcome.ok) return refuse(outcome.refusal)
    const { sequence } = outcome.value
    record({ subject: `ledger month ${period}`, before: null, after: { state, sequence } })
    const body: MonthClosedBody = { period, state, sequence }
    return accept(body)
  },
})
