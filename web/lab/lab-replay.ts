// From an edited policy and a scenario to what the simulator takes, and from its outcome to figures with names.
import type { RunFigures } from '../../src/charts/run-figures.ts'
import type { ScenarioRowBody } from '../../src/contract/runs.ts'
import { textIn, type Language } from '../../src/domain/kernel/language.ts'
import type { Result } from '../../src/domain/kernel/result.ts'
import { parsePolicy } from '../../src/domain/policy/parse.ts'
import type { Policy } from '../../src/domain/policy/policy.ts'
import type { FileProblem } from '../../src/domain/policy/problem.ts'
import type { RulePath, WrittenPolicy } from '../../src/domain/policy/written-policy.ts'
import { parseScenario } from '../../src/simulator/scenario-file.ts'
import type { Scenario } from '../../src/simulator/scenario.ts'
import type { LabOutcome, LabReplay } from './replay-worker.ts'

/** The policy over the pool that the scenario replays it on. */
export function readLabPolicy(source: string, scenario: ScenarioRowBody): Result<Policy, readonly FileProblem[]> {
  return parsePolicy(source, scenario.pool === null ? {} : { pool: { flavors: scenario.pool } })
}

/** Rules about stopping jobs: a history does not say which of its jobs may be stopped, and then nobody is. */
export const ABOUT_STOPPING: ReadonlySet<RulePath> = new Set(['rebalance.scope', 'rebalance.maxEvictedGpuPerHour'])

/** The scenario as its file says; null when this Weir cannot read it. */
export function readLabScenario(row: ScenarioRowBody): Scenario | null {
  const read = parseScenario(row.source)
  return read.ok ? read.value : null
}

/** What the edited file says of the order of jobs wins: it is what the officer tries. Titles change no replay. */
export function labReplay(policy: Policy, written: WrittenPolicy | null, scenario: Scenario): LabReplay {
  const isWritten = written !== null && written.rules['backfill.mode'] !== null
  return {
    scenario: { ...scenario, title: {}, description: {} },
    policy: { ...policy, title: {}, description: {}, tree: policy.tree.map((node) => ({ ...node, title: {} })) },
    backfill: isWritten ? policy.rules.backfill.mode : null,
  }
}

export function labFigures(
  outcome: LabOutcome,
  policy: Policy,
  scenario: ScenarioRowBody,
  language: Language,
): RunFigures {
  const names = new Map(policy.tree.map((node) => [node.id, textIn(node.title, language)]))
  return {
    summary: outcome.summary,
    nodes: outcome.nodes.map((node) => ({ ...node, name: names.get(node.id) || node.id })),
    series: outcome.series,
    unit: policy.pool.flavors.find((flavor) => flavor.name === scenario.flavor)?.unit ?? 'gpu',
    accounts: null,
    classes: null,
    flavors: null,
  }
}
