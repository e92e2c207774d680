// Weir stops in order and gives a run back that it has not finished: it is replayed from the beginning at the next start.
import { z } from 'zod'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { requeue } from '../../domain/runs/run.ts'
import { enqueueRun, lockRun, saveRun } from '../../store/runs.ts'
import { operation } from '../operation.ts'

export const releaseRun = operation({
  name: 'release-run',
  kind: 'change',
  input: z.object({ id: z.string() }),
  async run({ id }, { tx, now, record }) {
    const run = await lockRun(tx, id)
    if (run === null) return refuse('run-not-found')
    // It was given back, not lost: that this worker took it does not count.
    const claims = Math.max(0, run.claims - 1)
    const decision = requeue({ state: run.progress.state, claims })
    if (!decision.ok) return decision
    assert(decision.value === 'queued', 'a run that is given back was not lost too often')
    await saveRun(tx, run, {
      state: decision.value,
      claim: null,
      claims,
      seenAt: now,
      jobsDone: 0,
      jobsTotal: 0,
      failure: null,
      startedAt: null,
      endedAt: null,
    })
    await enqueueRun(tx, run)
    record({ subject: `run ${id}`, before: { state: run.progress.state }, after: { state: decision.value } })
    return accept(null)
  },
})
