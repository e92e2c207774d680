// A replay that was done elsewhere, by `weir simulate`, is stored with everything that it gave.
import { z } from 'zod'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { parsePolicy } from '../../domain/policy/parse.ts'
import { claim, complete } from '../../domain/runs/run.ts'
import type { Outcome } from '../../simulator/outcome.ts'
import { backfillOf, type Scenario } from '../../simulator/scenario.ts'
import { appendRun, saveRun } from '../../store/runs.ts'
import { personIdOf } from '../actor.ts'
import { operation } from '../operation.ts'
import { keepPolicyVersion } from '../policies/keep-policy-version.ts'
import { appendResults } from './append-results.ts'
import { estimateText } from './estimate-text.ts'

export const storeFinishedRun = operation({
  name: 'store-finished-run',
  kind: 'change',
  input: z.object({
    /** As it was replayed: an overridden backfill mode is in it. */
    scenario: z.custom<Scenario>(),
    scenarioSource: z.string(),
    policySource: z.string(),
    outcome: z.custom<Outcome>(),
    startedAt: z.date(),
    endedAt: z.date(),
  }),
  async run({ scenario, scenarioSource, policySource, outcome, startedAt, endedAt }, work) {
    const { tx, agency, actor, now, world, record } = work
    const policy = parsePolicy(policySource)
    if (!policy.ok) return refuse('policy-has-problems')
    if (policy.value.agency !== agency) return refuse('policy-of-other-agency')
    const claimed = claim({ state: 'queued', claims: 0 })
    const completed = claimed.ok ? complete({ state: claimed.value, claims: 1 }) : claimed
    assert(completed.ok, 'a run that has just begun can be completed')
    const { version } = await keepPolicyVersion(work, { source: policySource, policy: policy.value })
    const run = { agency, id: world.newId() }
    await appendRun(tx, {
      ...run,
      policyVersionId: version.id,
      scenario: scenario.name,
      scenarioSource,
      title: scenario.title,
      traceNotice: scenario.trace.notice,
      flavor: scenario.flavor,
      estimate: estimateText(scenario.estimate),
      seed: scenario.seed,
      backfill: backfillOf(scenario, policy.value),
      askedCapacity: null,
      isShowcase: false,
      createdAt: now,
      createdById: personIdOf(actor),
    })
    const { jobs } = outcome.summary
    await saveRun(tx, run, {
      state: completed.value,
      claim: null,
      claims: 1,
      seenAt: now,
      jobsDone: jobs,
      jobsTotal: jobs,
      failure: null,
      startedAt,
      endedAt,
      trace: outcome.trace,
      summary: outcome.summary,
    })
    await appendResults(tx, run, { outcome, policySource })
    record({
      subject: `run ${run.id}`,
      before: null,
      after: { state: completed.value, scenario: scenario.name, policyVersionId: version.id, jobs },
    })
    return accept({ id: run.id })
  },
})
