// A queued run is offered to the workers again, for when the queue lost it: a worker that was killed still holds its job.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { enqueueRun, lockRun } from '../../store/runs.ts'
import { operation } from '../operation.ts'

export const enqueueQueuedRun = operation({
  name: 'enqueue-queued-run',
  kind: 'note',
  input: z.object({ id: z.string() }),
  async run({ id }, { tx }) {
    const run = await lockRun(tx, id)
    if (run === null) return refuse('run-not-found')
    if (run.progress.state !== 'queued') return refuse('run-not-queued')
    await enqueueRun(tx, run)
    return accept(null)
  },
})
