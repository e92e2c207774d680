// Takes in again what was set aside: what a record lacked may be known by now.
import { z } from 'zod'
import { SourceName, USAGE_BATCH_MAX } from '../../contract/metering.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { RateList } from '../../domain/metering/rate-list.ts'
import { runName } from '../../domain/metering/usage-record.ts'
import { listAgencies } from '../../store/agencies.ts'
import { loadQuarantined } from '../../store/metering/quarantine.ts'
import { listRates } from '../../store/metering/rates.ts'
import { lockSource } from '../../store/metering/sources.ts'
import { operation } from '../operation.ts'
import { chargeRecords } from './charge-records.ts'

export const retryUsageQuarantine = operation({
  name: 'retry-usage-quarantine',
  kind: 'change',
  /** `after`: the last run of the batch before; '' at first. */
  input: z.object({ source: SourceName, after: z.string().max(400).default('') }),
  async run({ source: name, after }, { tx, agency, now, record }) {
    const source = await lockSource(tx, agency, name)
    if (source === null) return refuse('usage-source-not-found')
    const timeZone = (await listAgencies(tx)).find(({ id }) => id === agency)?.timeZone
    assert(timeZone !== undefined, 'the agency of a call is there')
    const records = await loadQuarantined(tx, agency, { source: name, after, limit: USAGE_BATCH_MAX })
    const rates = new RateList(await listRates(tx, agency))
    const counts = await chargeRecords({ tx, agency, timeZone, source, rates, now }, records)
    record({ subject: `usage source ${name}`, before: null, after: counts })
    const last = records.at(-1)
    const isWhole = records.length < USAGE_BATCH_MAX || last === undefined
    return accept({ ...counts, next: isWhole ? null : runName(last.run) })
  },
})
