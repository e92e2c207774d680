// Publishes prices in money from a day on. A list without an end that it replaces ends where it begins.
import { z } from 'zod'
import { PublishPriceListBody } from '../../contract/finance.ts'
import { publishPriceList as publish } from '../../domain/invoices/price-list.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { listAgencies } from '../../store/agencies.ts'
import { listPriceLists, lockFinance, savePriceLists } from '../../store/finance/price-lists.ts'
import { operation } from '../operation.ts'
import { exactRatio, priceListBody } from './finance-body.ts'

export const publishPriceList = operation({
  name: 'publish-price-list',
  kind: 'change',
  input: z.object({ list: PublishPriceListBody }),
  async run({ list }, { tx, agency, now, record }) {
    const timeZone = (await listAgencies(tx)).find(({ id }) => id === agency)?.timeZone
    assert(timeZone !== undefined, 'the agency of a call is there')
    await lockFinance(tx, agency)
    const { prices, ...facts } = list
    const priced = Object.entries(prices).map(([flavor, decimal]) => [flavor, exactRatio(decimal)] as const)
    const added = { ...facts, pricesPerUnitHour: Object.fromEntries(priced) }
    const lists = await listPriceLists(tx, agency)
    const day = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
    // Before there is any price nothing was invoiced: the first lists may begin in the past.
    const isFirst = lists.every(({ currency }) => currency !== list.currency)
    const published = publish(lists, added, isFirst ? '0000-00-00' : day.toString())
    if (!published.ok) return refuse(published.refusal)
    await savePriceLists(tx, agency, published.value, now)
    record({ subject: `price list ${list.version}`, before: null, after: list })
    return accept(priceListBody(added))
  },
})
