// Finance at a glance: prices, the fee rule, payers, and how each month stands.
import { z } from 'zod'
import type { FeeRuleBody, FinanceBody } from '../../contract/finance.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { accept } from '../../domain/kernel/result.ts'
import { nextPeriod, periodOf, periodState } from '../../domain/ledger/period.ts'
import { listAgencies } from '../../store/agencies.ts'
import { standingInvoices } from '../../store/finance/invoices.ts'
import { latestFeeRule, listPayers, listPriceLists } from '../../store/finance/price-lists.ts'
import { readLedgerHead } from '../../store/ledger/append-in-transaction.ts'
import { loadProjectsOfMonth } from '../../store/metering/booked.ts'
import { firstBookedMonth } from '../../store/metering/reconciliations.ts'
import { operation } from '../operation.ts'
import { priceListBody } from './finance-body.ts'

/** Two years at most. */
const MONTHS = 24

export const getFinance = operation({
  name: 'get-finance',
  kind: 'query',
  input: z.object({}),
  async run(_, { tx, agency, now }) {
    const timeZone = (await listAgencies(tx)).find(({ id }) => id === agency)?.timeZone
    assert(timeZone !== undefined, 'the agency of a call is there')
    const { closing } = await readLedgerHead(tx, agency)
    const today = periodOf(Math.floor(now.getTime() / 1000), timeZone)
    const standing = await standingInvoices(tx, agency)
    const payers = await listPayers(tx, agency)
    const paying = new Set(payers.map(({ project }) => project))
    const months: FinanceBody['months'] = []
    for (const period of monthsBetween((await firstBookedMonth(tx, agency)) ?? today, today)) {
      const invoiced = new Set(standing.filter((one) => one.period === period).map(({ project }) => project))
      const used = await loadProjectsOfMonth(tx, agency, period)
      const state = periodState(closing, period)
      const notInvoiced = used.filter((project) => paying.has(project) && !invoiced.has(project))
      months.push({ period, state, hasEnded: period < today, invoiced: invoiced.size, notInvoiced })
    }
    const body: FinanceBody = {
      priceLists: (await listPriceLists(tx, agency)).map(priceListBody),
      feeRule: await latestFeeRule<FeeRuleBody>(tx, agency),
      payers: payers.map((payer) => ({ ...payer, address: [...payer.address] })),
      months,
    }
    return accept(body)
  },
})

/** From the newest back to the first. */
function monthsBetween(first: string, last: string): string[] {
  const months: string[] = []
  for (let month = first; month <= last; month = nextPeriod(month)) months.push(month)
  return months.toReversed().slice(0, MONTHS)
}
