// A run that is over is deleted with its results. The audit record keeps what it was.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { mayDelete } from '../../domain/runs/run.ts'
import { deleteRun as deleteRow, lockRun } from '../../store/runs.ts'
import { operation } from '../operation.ts'

export const deleteRun = operation({
  name: 'delete-run',
  kind: 'change',
  input: z.object({ id: z.string() }),
  async run({ id }, { tx, record }) {
    const run = await lockRun(tx, id)
    if (run === null) return refuse('run-not-found')
    const decision = mayDelete({ state: run.progress.state, claims: run.claims })
    if (!decision.ok) return decision
    await deleteRow(tx, id)
    record({
      subject: `run ${id}`,
      before: {
        state: run.progress.state,
        scenario: run.scenario,
        policyVersionId: run.policyVersionId,
        createdAt: run.createdAt,
        traceSha256: run.trace?.sha256 ?? null,
      },
      after: null,
    })
    return accept(null)
  },
})
