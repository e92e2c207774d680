// Records of a source come in: checked, charged against their projects, or set aside with a reason.
import { z } from 'zod'
import { SourceName, TakeInUsageBody, type UsageTakenBody } from '../../contract/metering.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { RateList } from '../../domain/metering/rate-list.ts'
import { listAgencies } from '../../store/agencies.ts'
import { listRates } from '../../store/metering/rates.ts'
import { lockSource } from '../../store/metering/sources.ts'
import { operation } from '../operation.ts'
import { chargeRecords } from './charge-records.ts'

export const takeInUsage = operation({
  name: 'take-in-usage',
  kind: 'change',
  input: z.object({ source: SourceName, records: TakeInUsageBody.shape.records }),
  async run({ source: name, records }, { tx, agency, now, record }) {
    const source = await lockSource(tx, agency, name)
    if (source === null) return refuse('usage-source-not-found')
    const timeZone = (await listAgencies(tx)).find(({ id }) => id === agency)?.timeZone
    assert(timeZone !== undefined, 'the agency of a call is there')
    const rates = new RateList(await listRates(tx, agency))
    const counts: UsageTakenBody = await chargeRecords({ tx, agency, timeZone, source, rates, now }, records)
    record({ subject: `usage source ${name}`, before: null, after: counts })
    return accept(counts)
  },
})
