// A run whose worker is gone goes back into the queue, or is given up when that has happened too often.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { requeue } from '../../domain/runs/run.ts'
import { enqueueRun, lockRun, saveRun } from '../../store/runs.ts'
import { operation } from '../operation.ts'

export const requeueRun = operation({
  name: 'requeue-run',
  kind: 'change',
  input: z.object({ id: z.string(), seenBefore: z.date(), failure: z.string().min(1) }),
  async run({ id, seenBefore, failure }, { tx, now, record }) {
    const run = await lockRun(tx, id)
    if (run === null) return refuse('run-not-found')
    if (run.seenAt !== null && run.seenAt > seenBefore) return refuse('run-not-queued')
    const decision = requeue({ state: run.progress.state, claims: run.claims })
    if (!decision.ok) return decision
    const state = decision.value
    const isGivenUp = state === 'failed'
    await saveRun(tx, run, {
      state,
      claim: null,
      claims: run.claims,
      seenAt: now,
      jobsDone: 0,
      jobsTotal: 0,
      failure: isGivenUp ? failure : null,
      startedAt: isGivenUp ? run.startedAt : null,
      endedAt: isGivenUp ? now : null,
    })
    if (!isGivenUp) await enqueueRun(tx, run)
    record({ subject: `run ${id}`, before: { state: run.progress.state, claims: run.claims }, after: { state } })
    return accept({ state })
  },
})
