// Runs that wait for a worker, and runs whose worker was not seen for too long.
import { z } from 'zod'
import { accept } from '../../domain/kernel/result.ts'
import { listForsakenRuns as listRows } from '../../store/runs.ts'
import { operation } from '../operation.ts'

export const listForsakenRuns = operation({
  name: 'list-forsaken-runs',
  kind: 'query',
  input: z.object({ seenBefore: z.date() }),
  async run({ seenBefore }, { tx }) {
    const runs = await listRows(tx, seenBefore)
    return accept(runs.map((run) => ({ id: run.id, state: run.progress.state })))
  },
})
