import { z } from 'zod'
import { accept } from '../../domain/kernel/result.ts'
import { listRates } from '../../store/metering/rates.ts'
import { operation } from '../operation.ts'
import { rateBody } from './rate-body.ts'

/** By flavor, the newest price of each first. */
export const listUsageRates = operation({
  name: 'list-usage-rates',
  kind: 'query',
  input: z.object({}),
  async run(_, { tx, agency }) {
    return accept((await listRates(tx, agency)).map(rateBody))
  },
})
