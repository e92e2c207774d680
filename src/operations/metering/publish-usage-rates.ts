// What the time of each flavor costs a project's budget, from a day on. What was charged keeps its price.
import { z } from 'zod'
import { PublishUsageRatesBody } from '../../contract/metering.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { ratioOfDecimal } from '../../domain/kernel/ratio.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { RateList, type DatedRate } from '../../domain/metering/rate-list.ts'
import { listAgencies } from '../../store/agencies.ts'
import { appendRates, listRates, lockRates } from '../../store/metering/rates.ts'
import { operation } from '../operation.ts'
import { rateBody } from './rate-body.ts'

export const publishUsageRates = operation({
  name: 'publish-usage-rates',
  kind: 'change',
  input: z.object({ rates: PublishUsageRatesBody }),
  async run({ rates: asked }, { tx, agency, now, record }) {
    const timeZone = (await listAgencies(tx)).find(({ id }) => id === agency)?.timeZone
    assert(timeZone !== undefined, 'the agency of a call is there')
    const day = Temporal.PlainDate.from(asked.validFrom).toZonedDateTime({ timeZone, plainTime: '00:00' })
    const validFrom = day.epochMilliseconds / 1000
    const borrowedPrice = exact(asked.borrowedPrice)
    await lockRates(tx, agency)
    const rates = Object.entries(asked.flavors).map(([flavor, price]): DatedRate => {
      return { flavor, validFrom, version: `${flavor}@${asked.validFrom}`, price: exact(price), borrowedPrice }
    })
    const added = new RateList(await listRates(tx, agency)).add(rates, Math.floor(now.getTime() / 1000))
    if (!added.ok) return refuse(added.refusal)
    await appendRates(tx, agency, rates, now)
    record({ subject: `usage rates ${asked.validFrom}`, before: null, after: asked })
    return accept(rates.map(rateBody))
  },
})

function exact(decimal: string) {
  const { numerator, denominator } = ratioOfDecimal(Number(decimal))
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) }
}
