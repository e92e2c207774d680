// Replays a scenario: reads the history that it names, maps it to the policy's projects, runs it.
import { dirname, resolve } from 'node:path'
import { accept, refuse, type Result } from '../../domain/kernel/result.ts'
import type { Flavor, Policy } from '../../domain/policy/policy.ts'
import type { BackfillMode } from '../../domain/policy/pool-rules.ts'
import type { Outcome } from '../../simulator/outcome.ts'
import { forecastWorkload } from '../../simulator/forecast.ts'
import { replay, type ProgressListener, type RunListener } from '../../simulator/replay.ts'
import type { ResolveRefusal } from '../../simulator/resolve-times.ts'
import { scenarioReplay } from '../../simulator/scenario-replay.ts'
import type { Scenario } from '../../simulator/scenario.ts'
import type { BadLineListener } from '../../simulator/trace/trace-tally.ts'
import type { Workload } from '../../simulator/workload.ts'
import { readTraceFile, type TraceFile, type TraceUnreadable } from './trace-file.ts'

export interface ReplayInput {
  readonly scenario: Scenario
  /** Where the scenario file is: the trace's path is relative to it. */
  readonly scenarioPath: string
  /** The policy with the pool that the replay is to have. */
  readonly policy: Policy
  readonly backfill?: BackfillMode
  readonly onProgress?: ProgressListener
  readonly onRun?: RunListener
  /** Is told every bad line of the history. */
  readonly onBadLine?: BadLineListener | undefined
}

type HistoryInput = Pick<ReplayInput, 'scenario' | 'scenarioPath' | 'policy' | 'onBadLine'>

export interface ReplayedScenario {
  readonly outcome: Outcome
  readonly workload: Workload
  /** Start of each job of the workload by row; NaN for a job that can never start. */
  readonly starts: Float64Array
}

export type ReplayScenarioRefusal =
  | TraceUnreadable
  | { readonly code: 'replay-stopped' }
  /** Names, times or amounts of the scenario do not fit the policy or the history. */
  | ResolveRefusal

export async function replayScenario(input: ReplayInput): Promise<Result<ReplayedScenario, ReplayScenarioRefusal>> {
  const read = await readForReplay(input)
  return read.ok ? replayHistory(input, read.value) : read
}

/** The history of a scenario, when its policy has what the scenario names. */
export async function readForReplay(input: HistoryInput): Promise<Result<TraceFile, ReplayScenarioRefusal>> {
  const { scenario, policy } = input
  const flavor = policy.pool.flavors.find((candidate) => candidate.name === scenario.flavor)
  if (flavor === undefined) {
    const known = policy.pool.flavors.map((candidate) => candidate.name)
    return refuse({ code: 'flavor-not-in-pool', flavor: scenario.flavor, known })
  }
  const unknown = unknownProjects(scenario, policy)
  if (unknown.length > 0) return refuse({ code: 'project-not-in-tree', projects: unknown })
  return await readScenarioTrace(input, flavor)
}

/** The recorded history, also of a scenario that draws another one from it. */
export async function readRecorded(input: HistoryInput): Promise<Result<TraceFile, ReplayScenarioRefusal>> {
  const { forecast: _forecast, ...scenario } = input.scenario
  return await readForReplay({ ...input, scenario })
}

/** `history`: what the scenario names, or other jobs in its place. */
export function replayHistory(
  input: Omit<ReplayInput, 'scenarioPath'>,
  history: Pick<TraceFile, 'workload' | 'reading'>,
): Result<ReplayedScenario, ReplayScenarioRefusal> {
  const asked = scenarioReplay(input.scenario, input.policy, history.workload, input.backfill)
  if (!asked.ok) return asked
  const { workload, options } = asked.value
  const { onProgress, onRun } = input
  const listeners = { ...(onProgress === undefined ? {} : { onProgress }), ...(onRun === undefined ? {} : { onRun }) }
  const replayed = replay(workload, { ...options, ...listeners })
  if (!replayed.ok) {
    if (replayed.refusal === 'replay-stopped') return refuse({ code: 'replay-stopped' })
    return refuse({ code: 'project-not-in-tree', projects: workload.projects })
  }
  const { starts, ...outcome } = replayed.value
  return accept({ outcome: { ...outcome, trace: history.reading }, workload, starts })
}

/**
 * The history that a scenario names, as its rules read it, or the one that it draws. `flavor`: what it is replayed on; null:
 * not known.
 */
export async function readScenarioTrace(
  { scenario, scenarioPath, policy, onBadLine }: HistoryInput,
  flavor: Flavor | null,
): Promise<Result<TraceFile, TraceUnreadable>> {
  const trace = await readTraceFile(resolve(dirname(scenarioPath), scenario.trace.path), {
    format: scenario.trace.format,
    details: scenario.trace.details,
    filter: scenario.filter,
    capacity: flavor?.capacity ?? null,
    takesParts: flavor?.cells !== undefined,
    estimate: scenario.estimate,
    map: scenario.map,
    flavor: scenario.flavor,
    terms: scenario.terms,
    onBadLine,
  })
  if (!trace.ok || scenario.forecast === undefined) return trace
  const { workload, reading } = trace.value
  const source = { name: scenario.name, sha256: reading.sha256 }
  const drawn = forecastWorkload(scenario.forecast, workload, policy.tree, source)
  if (drawn.ids.length > 0) return accept({ workload: drawn, reading })
  return refuse({ code: 'trace-empty', path: resolve(dirname(scenarioPath), scenario.trace.path), detail: 'workload' })
}

function unknownProjects(scenario: Scenario, policy: Policy): string[] {
  const projects = new Set(policy.tree.filter((node) => node.kind === 'project').map((node) => node.id))
  const named = new Set([...Object.values(scenario.map.projects), scenario.map.default])
  return [...named].filter((id) => !projects.has(id)).toSorted()
}
