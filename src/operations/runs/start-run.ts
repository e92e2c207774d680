// A run is asked for: its row and the job that replays it come into being in one transaction.
import { z } from 'zod'
import { policyUnder } from '../../adapters/files/scenario-files.ts'
import type { ShippedScenario } from '../../adapters/files/shipped-scenarios.ts'
import { accept, refuse, type Result } from '../../domain/kernel/result.ts'
import { assert } from '../../domain/kernel/assert.ts'
import type { Policy } from '../../domain/policy/policy.ts'
import { BACKFILL_MODES } from '../../domain/policy/pool-rules.ts'
import { backfillOf } from '../../simulator/scenario.ts'
import { findNewestPolicyVersion, findPolicyVersion, type PolicyVersion } from '../../store/policies.ts'
import { appendRun, countOpenRuns, enqueueRun, findRun, type NewRun } from '../../store/runs.ts'
import { personIdOf } from '../actor.ts'
import { operation, type Work } from '../operation.ts'
import type { OperationRefusal } from '../refusal.ts'
import { estimateText } from './estimate-text.ts'
import { runRowBody } from './run-body.ts'

/** Runs of one agency that are not over yet. */
export const OPEN_RUNS_MAX = 20

const StartRun = z.object({
  scenario: z.string(),
  policyVersionId: z.string().optional(),
  capacity: z.int().min(1).optional(),
  backfill: z.enum(BACKFILL_MODES).optional(),
  isShowcase: z.boolean().default(false),
})

export const startRun = operation({
  name: 'start-run',
  kind: 'change',
  input: StartRun,
  async run(input, work) {
    const { tx, agency, world, record } = work
    const shipped = world.scenarios.find(
      ({ scenario, policy }) => scenario.name === input.scenario && policy.agency === agency,
    )
    if (shipped === undefined) return refuse('scenario-not-found')
    const version = await versionFor(work, shipped, input.policyVersionId)
    if (!version.ok) return version
    const policy = policyUnder(shipped.scenario, version.value.source, input.capacity)
    if (!policy.ok) return refuse('policy-has-problems')
    if ((await countOpenRuns(tx)) >= OPEN_RUNS_MAX) return refuse('too-many-open-runs')
    const run = newRun(work, { shipped, version: version.value, policy: policy.value, input })
    await appendRun(tx, run)
    await enqueueRun(tx, run)
    const { id, scenario, policyVersionId, backfill, askedCapacity } = run
    record({
      subject: `run ${id}`,
      before: null,
      after: { state: 'queued', scenario, policyVersionId, backfill, askedCapacity },
    })
    const stored = await findRun(tx, id)
    assert(stored !== null, 'the run that was just written is there')
    return accept(runRowBody(stored))
  },
})

async function versionFor(
  { tx }: Work,
  shipped: ShippedScenario,
  id: string | undefined,
): Promise<Result<PolicyVersion, OperationRefusal>> {
  if (id === undefined) {
    const newest = await findNewestPolicyVersion(tx, shipped.policy.name)
    return newest === null ? refuse('policy-not-found') : accept(newest)
  }
  const asked = await findPolicyVersion(tx, id)
  return asked === null ? refuse('policy-version-not-found') : accept(asked)
}

function newRun(
  { agency, actor, now, world }: Work,
  parts: {
    readonly shipped: ShippedScenario
    readonly version: PolicyVersion
    readonly policy: Policy
    readonly input: z.output<typeof StartRun>
  },
): NewRun {
  const { scenario, source } = parts.shipped
  return {
    agency,
    id: world.newId(),
    policyVersionId: parts.version.id,
    scenario: scenario.name,
    scenarioSource: source,
    title: scenario.title,
    traceNotice: scenario.trace.notice,
    flavor: scenario.flavor,
    estimate: estimateText(scenario.estimate),
    seed: scenario.seed,
    backfill: parts.input.backfill ?? backfillOf(scenario, parts.policy),
    askedCapacity: parts.input.capacity ?? null,
    isShowcase: parts.input.isShowcase,
    createdAt: now,
    createdById: personIdOf(actor),
  }
}
