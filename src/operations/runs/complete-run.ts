// A replay has ended: summary, rows and series are stored together or not at all.
import { z } from 'zod'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { complete } from '../../domain/runs/run.ts'
import type { Outcome } from '../../simulator/outcome.ts'
import { findPolicyVersion } from '../../store/policies.ts'
import { lockRun, saveRun } from '../../store/runs.ts'
import { operation } from '../operation.ts'
import { appendResults } from './append-results.ts'

export const completeRun = operation({
  name: 'complete-run',
  kind: 'change',
  input: z.object({ id: z.string(), claim: z.string(), outcome: z.custom<Outcome>() }),
  async run({ id, claim, outcome }, { tx, now, record }) {
    const run = await lockRun(tx, id)
    if (run === null) return refuse('run-not-found')
    const decision = complete({ state: run.progress.state, claims: run.claims })
    if (!decision.ok) return decision
    if (run.claim !== claim) return refuse('run-not-running')
    const version = await findPolicyVersion(tx, run.policyVersionId)
    assert(version !== null, 'the policy version of a run exists')
    const { jobs } = outcome.summary
    await saveRun(tx, run, {
      state: decision.value,
      claim: null,
      claims: run.claims,
      seenAt: now,
      jobsDone: jobs,
      jobsTotal: jobs,
      failure: null,
      startedAt: run.startedAt,
      endedAt: now,
      trace: outcome.trace,
      summary: outcome.summary,
    })
    await appendResults(tx, run, { outcome, policySource: version.source })
    record({
      subject: `run ${id}`,
      before: { state: run.progress.state },
      after: { state: decision.value, jobs, traceSha256: outcome.trace.sha256 },
    })
    return accept(null)
  },
})
