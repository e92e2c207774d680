import { z } from 'zod'
import { accept } from '../../domain/kernel/result.ts'
import { listReconciliations } from '../../store/metering/reconciliations.ts'
import { operation } from '../operation.ts'

/** The latest comparison of each source and month, the newest months first. */
export const listUsageReconciliations = operation({
  name: 'list-usage-reconciliations',
  kind: 'query',
  input: z.object({}),
  async run(_, { tx, agency }) {
    const all = await listReconciliations(tx, agency)
    return accept(all.map(({ madeAt, ...one }) => ({ ...one, madeAt: madeAt.toISOString() })))
  },
})
