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
  input: z.object({ id: z.string() }),
  async run({ id }, { tx, agency, now, world, record }) {
    const run = await lockRun(tx, id)
    if (run === null) return refuse('run-not-found')
    const decision = claim({ state: run.progress.state, claims: run.claims })
    if (!decision.ok) return decision
    const version = await findPolicyVersion(tx, run.policyVersionId)
    assert(version !== null, 'the policy version of a run exists')
    const held = world.newId()
    await saveRun(tx, run, {
      state: decision.value,
      claim: held,
      claims: run.claims + 1,
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
      after: { state: decision.value, claims: run.claims + 1 },
    })
    const shipped = world.scenarios.find(
      ({ scenario, policy }) => scenario.name === run.scenario && policy.agency === agency,
    )
    return accept({
      claim: held,
      scenarioSource: run.scenarioSource,
      /** Where the scenario's files are; null when Weir does not ship it any more. */
      scenarioPath: shipped?.path ?? null,
      policySource: version.source,
      askedCapacity: run.askedCapacity,
      backfill: run.backfill,
    })
  },
})
