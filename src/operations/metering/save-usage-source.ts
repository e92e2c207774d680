// Where records come from, and how an engine's words are read.
import { z } from 'zod'
import { SaveUsageSourceBody } from '../../contract/metering.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { lockSource, saveSource } from '../../store/metering/sources.ts'
import { operation } from '../operation.ts'

export const saveUsageSource = operation({
  name: 'save-usage-source',
  kind: 'change',
  input: z.object({ source: SaveUsageSourceBody }),
  async run({ source }, { tx, agency, now, record }) {
    const { name, cluster, accounts, flavors, borrowedQos, ...limits } = source
    const before = await lockSource(tx, agency, name)
    // Its runs are named by it: a cluster that was built anew is another source.
    if (before !== null && before.cluster !== cluster) return refuse('usage-source-has-cluster')
    const map = { accounts, flavors, borrowedQos }
    if (!(await saveSource(tx, agency, { name, cluster, map, ...limits, at: now }))) return refuse('cluster-taken')
    record({ subject: `usage source ${name}`, before, after: source })
    return accept(source)
  },
})
