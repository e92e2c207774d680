// From an edited policy and a scenario to what the simulator takes, and from its outcome to figures with names.
import type { RunFigures } from '../../src/charts/run-figures.ts'
import type { ScenarioRowBody } from '../../src/contract/runs.ts'
import { textIn, type Language } from '../../src/domain/kernel/language.ts'
import type { Result } from '../../src/domain/kernel/result.ts'
import { parsePolicy } from '../../src/domain/policy/parse.ts'
import type { Policy } from '../../src/domain/policy/policy.ts'
import type { FileProblem } from '../../src/domain/policy/problem.ts'
import type { RulePath, WrittenPolicy } from '../../src/domain/policy/written-policy.ts'
import type { LabOutcome } from './replay-worker.ts'
import type { LabReplayOptions } from './replayer.ts'

/** The policy over the pool that the scenario replays it on. */
export function readLabPolicy(source: string, scenario: ScenarioRowBody): Result<Policy, readonly FileProblem[]> {
  return parsePolicy(source, scenario.pool === null ? {} : { pool: { flavors: scenario.pool } })
}

/** Rules about stopping jobs: a history does not say which of its jobs may be stopped, and then nobody is. */
export const ABOUT_STOPPING: ReadonlySet<RulePath> = new Set(['rebalance.scope', 'rebalance.maxEvictedGpuPerHour'])

/** What the file says; where it says nothing of the order of jobs, the scenario does. null: no such flavor in the pool. */
export function labReplayOptions(
  policy: Policy,
  written: WrittenPolicy | null,
  scenario: ScenarioRowBody,
): LabReplayOptions | null {
  const flavor = policy.pool.flavors.find((known) => known.name === scenario.flavor)
  if (flavor === undefined) return null
  const isWritten = written !== null && written.rules['backfill.mode'] !== null
  return {
    capacity: flavor.capacity,
    discipline: isWritten ? policy.rules.backfill.mode : scenario.backfill,
    // Titles change no replay.
    tree: { nodes: policy.tree.map((node) => ({ ...node, title: {} })), flavor: flavor.name },
    rules: policy.rules,
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
  }
}
