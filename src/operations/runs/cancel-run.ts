// A run that is not over is called off. Its worker hears of it and stops; what it still writes no longer counts.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { cancel } from '../../domain/runs/run.ts'
import { findRun, lockRun, saveRun } from '../../store/runs.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { operation } from '../operation.ts'
import { runRowBody } from './run-body.ts'

export const cancelRun = operation({
  name: 'cancel-run',
  kind: 'change',
  input: z.object({ id: z.string() }),
  async run({ id }, { tx, now, record }) {
    const run = await lockRun(tx, id)
    if (run === null) return refuse('run-not-found')
    const decision = cancel({ state: run.progress.state, claims: run.claims })
    if (!decision.ok) return decision
    await saveRun(tx, run, {
      ...run.progress,
      state: decision.value,
      claim: null,
      claims: run.claims,
      seenAt: now,
      startedAt: run.startedAt,
      endedAt: now,
    })
    record({ subject: `run ${id}`, before: { state: run.progress.state }, after: { state: decision.value } })
    const cancelled = await findRun(tx, id)
    assert(cancelled !== null, 'the run that was just written is there')
    return accept(runRowBody(cancelled))
  },
})
