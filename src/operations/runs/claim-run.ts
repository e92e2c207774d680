// A worker takes a queued run. What it writes later counts only while it holds the claim that it is given here.
import { z } from 'zod'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { claim } from '../../domain/runs/run.ts'
import { findPolicyVersion } from '../../store/policies.ts'
import { lockRun, saveRun } from '../../store/runs.ts'
import { operation } from '../operation.ts'

export const claimRun = operation({
  name: 'claim-run',
  kind: 'change',
  input: z.object({ id: z.string(), claim: z.string() }),
  async run({ id, claim: given }, { tx, agency, now, world, record }) {
    const run = await lockRun(tx, id)
    if (run === null) return refuse('run-not-found')
    // A worker whose first try was stored although its answer was lost tries again with the same claim.
    const isHeld = run.progress.state === 'running' && run.claim === given
    const decision = isHeld ? accept(run.progress.state) : claim({ state: run.progress.state, claims: run.claims })
    if (!decision.ok) return decision
    const version = await findPolicyVersion(tx, run.policyVersionId)
    assert(version !== null, 'the policy version of a run exists')
    const claims = isHeld ? run.claims : run.claims + 1
    await saveRun(tx, run, {
      state: decision.value,
      claim: given,
      claims,
      seenAt: now,
      jobsDone: 0,
      jobsTotal: 0,
      failure: null,
      startedAt: now,
      endedAt: null,
    })
    record({
      subject: `run ${id}`,
      before: { state: run.progress.state },
      after: { state: decision.value, claims },
    })
    const shipped = world.scenarios.find(
      ({ scenario, policy }) => scenario.name === run.scenario && policy.agency === agency,
    )
    return accept({
      scenarioSource: run.scenarioSource,
      /** Where the scenario's files are; null when Weir does not ship it any more. */
      scenarioPath: shipped?.path ?? null,
      policySource: version.source,
      askedCapacity: run.askedCapacity,
      backfill: run.backfill,
    })
  },
})
