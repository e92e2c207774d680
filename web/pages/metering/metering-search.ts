// What the address of the metering page carries. What is not understood is left out, and a default is not written.
import { QUARANTINE_REASONS, type QuarantineReason } from '../../../src/domain/metering/check-record.ts'

export interface MeteringSearch {
  readonly page?: number
  readonly reason?: QuarantineReason
  readonly search?: string
}

export function readMeteringSearch(given: Readonly<Record<string, unknown>>): MeteringSearch {
  const reason = QUARANTINE_REASONS.find((known) => known === given['reason'])
  const words = (typeof given['search'] === 'string' ? given['search'] : '').trim().slice(0, 200)
  const page = Number(given['page'])
  return {
    ...(Number.isInteger(page) && page > 1 && page <= 1_000_000 ? { page } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(words === '' ? {} : { search: words }),
  }
}
