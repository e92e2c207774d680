// The prices of flavors against a project's budget, each from an instant on. A run keeps the price that it started with.
import { accept, refuse, type Result } from '../kernel/result.ts'
import type { Rate } from './rate-run.ts'

export interface DatedRate extends Rate {
  readonly flavor: string
  /** Whole seconds since 1970; it holds until the next one of the flavor begins. */
  readonly validFrom: number
}

export type RateListRefusal = 'rate-in-the-past' | 'rate-before-another' | 'rate-without-flavors'

export class RateList {
  private readonly rates = new Map<string, DatedRate[]>()

  constructor(rates: Iterable<DatedRate>) {
    for (const rate of rates) {
      const all = this.rates.get(rate.flavor)
      if (all === undefined) this.rates.set(rate.flavor, [rate])
      else all.push(rate)
    }
    for (const all of this.rates.values()) all.sort((one, other) => other.validFrom - one.validFrom)
  }

  /** null: the flavor had no price then. */
  at(flavor: string, instant: number): DatedRate | null {
    return this.rates.get(flavor)?.find(({ validFrom }) => validFrom <= instant) ?? null
  }

  /**
   * Whether these may be added: what was charged is never repriced, so that a price begins in the future; only a flavor
   * without any price may be given one for time that has passed.
   * @param now whole seconds since 1970
   */
  add(rates: readonly DatedRate[], now: number): Result<readonly DatedRate[], RateListRefusal> {
    if (rates.length === 0) return refuse('rate-without-flavors')
    for (const { flavor, validFrom } of rates) {
      const [newest] = this.rates.get(flavor) ?? []
      if (newest === undefined) continue
      if (validFrom <= newest.validFrom) return refuse('rate-before-another')
      if (validFrom < now) return refuse('rate-in-the-past')
    }
    return accept(rates)
  }
}
