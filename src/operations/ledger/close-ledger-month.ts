// Closes a month of the ledger, and every month before it: softly first, then for good, when what was used in it is read and
// reconciled. What is not ready is named.
import { z } from 'zod'
import { CloseMonthBody, type MonthClosedBody } from '../../contract/ledger.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { nextPeriod, periodOf, periodStart, type Closing } from '../../domain/ledger/period.ts'
import { publishedRows } from '../../domain/ledger/publication.ts'
import { totalsEvents } from '../../domain/ledger/totals.ts'
import { planClose, type CloseObstacle } from '../../domain/metering/close-month.ts'
import { listAgencies } from '../../store/agencies.ts'
import type { Transaction } from '../../store/database.ts'
import { appendEventInTransaction, lockLedgerInTransaction } from '../../store/ledger/append-in-transaction.ts'
import { loadMonthUse } from '../../store/ledger/month-use.ts'
import { firstBookedMonth, listReconciliations } from '../../store/metering/reconciliations.ts'
import { listSources } from '../../store/metering/sources.ts'
import { operation } from '../operation.ts'
import type { OperationRefusal } from '../refusal.ts'

/** Days after the end of a month. */
const SOFT_DAYS = 3
const HARD_DAYS = 7

const REFUSALS = {
  'month-closed-already': 'period-already-closed',
  'month-before-not-closed': 'month-before-not-closed',
  'too-early': 'close-too-early',
  'source-not-read': 'source-not-read',
  'reconciliation-differs': 'reconciliation-differs',
  'not-softly-closed': 'period-not-soft-closed',
} as const satisfies Record<CloseObstacle, OperationRefusal>

export const closeLedgerMonth = operation({
  name: 'close-ledger-month',
  kind: 'change',
  input: z.object({ close: CloseMonthBody }),
  async run({ close }, { tx, agency, now, record }) {
    const { period, state } = close
    const timeZone = (await listAgencies(tx)).find(({ id }) => id === agency)?.timeZone
    assert(timeZone !== undefined, 'the agency of a call is there')
    const seconds = Math.floor(now.getTime() / 1000)
    if (period >= periodOf(seconds, timeZone)) return refuse('period-not-ended')
    const { closing } = await lockLedgerInTransaction(tx, agency, now)
    const month = await monthToClose(tx, agency, { period, closing, now: seconds, timeZone })
    const plan = planClose(month, state, { softDays: SOFT_DAYS, hardDays: HARD_DAYS, timeZone })
    const [obstacle] = plan.obstacles.toSorted((one, other) => WEIGHT.indexOf(one) - WEIGHT.indexOf(other))
    if (obstacle !== undefined) return refuse(REFUSALS[obstacle])
    const outcome = await appendEventInTransaction(tx, agency, { event: 'close', period, state }, now)
    if (!outcome.ok) return refuse(outcome.refusal)
    const { sequence } = outcome.value
    // From now on nothing changes the month: what it came to is published with it.
    const rows = state === 'closed' ? publishedRows(await loadMonthUse(tx, agency, period)) : []
    for (const event of totalsEvents(period, rows)) {
      const published = await appendEventInTransaction(tx, agency, event, now)
      assert(published.ok, 'totals are taken at any time')
    }
    record({ subject: `ledger month ${period}`, before: null, after: { state, sequence, published: rows.length } })
    const body: MonthClosedBody = { period, state, sequence }
    return accept(body)
  },
})

/** Of several obstacles the one that has to be removed first is named. */
const WEIGHT: readonly CloseObstacle[] = [
  'month-closed-already',
  'not-softly-closed',
  'month-before-not-closed',
  'too-early',
  'source-not-read',
  'reconciliation-differs',
]

interface Asked {
  readonly period: string
  readonly closing: Closing
  readonly now: number
  readonly timeZone: string
}

async function monthToClose(tx: Transaction, agency: string, { period, closing, now, timeZone }: Asked) {
  const sources = await listSources(tx, agency)
  const end = periodStart(nextPeriod(period), timeZone)
  const reconciled = (await listReconciliations(tx, agency)).filter((one) => {
    return one.period === period && one.madeAt.getTime() / 1000 >= end
  })
  const isEqual = sources.every(({ name }) => reconciled.find(({ source }) => source === name)?.isEqual === true)
  return {
    period,
    closing,
    // Nothing was used before it that would have to be reconciled.
    firstPeriod: (await firstBookedMonth(tx, agency)) ?? period,
    now,
    cursors: sources.map(({ name, cursor }) => ({ source: name, cursor })),
    reconciliation: { isEqual },
    quarantine: [],
    booked: [],
  }
}
