import { z } from 'zod'
import { QuarantineQuery, type QuarantineBody } from '../../contract/metering.ts'
import { QUARANTINE_REASONS } from '../../domain/metering/check-record.ts'
import { accept } from '../../domain/kernel/result.ts'
import { listQuarantine, quarantineCounts } from '../../store/metering/quarantine.ts'
import { operation } from '../operation.ts'

const PAGE_SIZE = 50

/** What was set aside: how much for which reason, and a page of the records, the oldest first. */
export const listUsageQuarantine = operation({
  name: 'list-usage-quarantine',
  kind: 'query',
  input: QuarantineQuery.extend({ pageSize: z.number().int().min(1).max(1_000_000).default(PAGE_SIZE) }),
  async run({ page, pageSize, reason = null, source = null, search = '' }, { tx, agency, now }) {
    const counts = await quarantineCounts(tx, agency, now)
    const { rows, total } = await listQuarantine(tx, agency, { reason, source, search, page, pageSize })
    const body: QuarantineBody = {
      reasons: QUARANTINE_REASONS.flatMap((one) => counts.filter((line) => line.reason === one)),
      rows: rows.map(({ since, seenAt, ...row }) => {
        return { ...row, since: since.toISOString(), seenAt: seenAt.toISOString() }
      }),
      total,
      page,
      pageSize,
    }
    return accept(body)
  },
})
