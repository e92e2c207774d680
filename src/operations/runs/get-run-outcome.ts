// A completed run as the replay gave it, with the policy as it was replayed: for tables, reports and exports.
import { z } from 'zod'
import { policyUnder } from '../../adapters/files/scenario-files.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import type { Outcome } from '../../simulator/outcome.ts'
import { parseScenario } from '../../simulator/scenario-file.ts'
import { findPolicyVersion } from '../../store/policies.ts'
import { findRunDetails, findRunSeries, listRunNodes } from '../../store/run-results.ts'
import { findRun } from '../../store/runs.ts'
import { operation } from '../operation.ts'
import { runRowBody } from './run-body.ts'

export const getRunOutcome = operation({
  name: 'get-run-outcome',
  kind: 'query',
  input: z.object({ id: z.string() }),
  async run({ id }, { tx }) {
    const run = await findRun(tx, id)
    if (run === null) return refuse('run-not-found')
    const series = await findRunSeries(tx, id)
    if (run.summary === null || run.trace === null || series === null) return refuse('run-without-results')
    const version = await findPolicyVersion(tx, run.policyVersionId)
    assert(version !== null, 'the policy version of a run exists')
    const scenario = parseScenario(run.scenarioSource)
    // A later Weir may read files more strictly than the one that stored them.
    if (!scenario.ok) return refuse('policy-has-problems')
    const policy = policyUnder(scenario.value, version.source, run.askedCapacity ?? undefined)
    if (!policy.ok) return refuse('policy-has-problems')
    const nodes = await listRunNodes(tx, id)
    const details = await findRunDetails(tx, id)
    const { flavors = null, ...rest } = details ?? {}
    const recorded = { ...rest, ...(flavors === null ? {} : { flavors }) }
    const outcome: Outcome = { summary: run.summary, nodes, series, trace: run.trace, ...recorded }
    return accept({ run: runRowBody(run), flavor: run.flavor, outcome, nodes, policy: policy.value })
  },
})
