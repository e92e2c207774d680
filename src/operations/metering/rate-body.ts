import type { UsageRateBody } from '../../contract/metering.ts'
import type { DatedRate } from '../../domain/metering/rate-list.ts'
import type { Rate } from '../../domain/metering/rate-run.ts'

export function rateBody({ flavor, validFrom, version, price, borrowedPrice }: DatedRate): UsageRateBody {
  const from = new Date(validFrom * 1000).toISOString()
  return { flavor, validFrom: from, version, price: ratio(price), borrowedPrice: ratio(borrowedPrice) }
}

function ratio({ numerator, denominator }: Rate['price']): UsageRateBody['price'] {
  return { numerator: String(numerator), denominator: String(denominator) }
}
