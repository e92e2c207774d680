// A replay that cannot be done: its reason stays with the run.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { fail } from '../../domain/runs/run.ts'
import { lockRun, saveRun } from '../../store/runs.ts'
import { operation } from '../operation.ts'

export const failRun = operation({
  name: 'fail-run',
  kind: 'change',
  input: z.object({ id: z.string(), claim: z.string(), failure: z.string().min(1) }),
  async run({ id, claim, failure }, { tx, now, record }) {
    const run = await lockRun(tx, id)
    if (run === null) return refuse('run-not-found')
    const decision = fail({ state: run.progress.state, claims: run.claims })
    if (!decision.ok) return decision
    if (run.claim !== claim) return refuse('run-not-running')
    await saveRun(tx, run, {
      ...run.progress,
      state: decision.value,
      claim: null,
      claims: run.claims,
      seenAt: now,
      failure,
      startedAt: run.startedAt,
      endedAt: now,
    })
    record({
      subject: `run ${id}`,
      before: { state: run.progress.state },
      after: { state: decision.value, failure },
    })
    return accept(null)
  },
})
