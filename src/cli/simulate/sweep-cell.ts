// One cell of a sweep: the scenario with one value of each parameter, and one history; replayed, and told in few figures.
import { readFile } from 'node:fs/promises'
import { replayHistory, type ReplayScenarioRefusal } from '../../adapters/files/replay-scenario.ts'
import { policyUnder } from '../../adapters/files/scenario-files.ts'
import type { TraceFile } from '../../adapters/files/trace-file.ts'
import { accept, refuse, type Result } from '../../domain/kernel/result.ts'
import { editPolicySource, type EditRefusal } from '../../domain/policy/edit-source.ts'
import type { BackfillMode } from '../../domain/policy/pool-rules.ts'
import type { Policy } from '../../domain/policy/policy.ts'
import type { FileProblem } from '../../domain/policy/problem.ts'
import { readWrittenPolicy } from '../../domain/policy/written-policy.ts'
import { drawWorkload } from '../../simulator/draw-workload.ts'
import type { Outcome, WaitSummary } from '../../simulator/outcome.ts'
import { backfillOf, type Scenario } from '../../simulator/scenario.ts'
import type { Workload } from '../../simulator/workload.ts'
import { fitWorkload, type WorkloadModel } from '../../simulator/workload-model.ts'
import type { Parameter } from './sweep-options.ts'

/** One value of each parameter, and the seed of its history; null: the recorded one. */
export interface SweepCell {
  readonly values: readonly { readonly name: string; readonly value: string }[]
  readonly seed: number | null
}

export interface SweptCell extends SweepCell {
  readonly figures: CellFigures
}

export interface NodeFigures {
  readonly id: string
  readonly jobs: number
  readonly wait: WaitSummary
  readonly boundedSlowdown: number
  readonly deliveredUnitSeconds: number
  readonly borrowedUnitSeconds: number
}

export interface CellFigures {
  readonly jobs: number
  readonly impossibleJobs: number
  readonly capacity: number
  readonly utilisation: number
  readonly boundedSlowdown: number
  readonly wait: WaitSummary
  readonly sectors: readonly NodeFigures[]
}

export type CellRefusal =
  | { readonly code: 'sweep-no-node'; readonly name: string }
  | { readonly code: 'mix-percent'; readonly sector: string; readonly found: string }
  | { readonly code: 'sweep-edit'; readonly name: string; readonly why: EditRefusal }
  | { readonly code: 'file-unreadable'; readonly path: string; readonly detail: string }
  | { readonly code: 'sweep-policy-problem'; readonly problems: readonly FileProblem[] }
  | ReplayScenarioRefusal

/** What all cells of a sweep share. */
export interface SweepGround {
  readonly scenario: Scenario
  readonly policySource: string
  readonly history: TraceFile
  readonly parameters: readonly Parameter[]
  readonly days: number | null
}

const DAY = 86_400

/** The policy of a cell: other file, other values in its text, other capacity. */
export async function policyOfCell(ground: SweepGround, cell: SweepCell): Promise<Result<Policy, CellRefusal>> {
  let source = ground.policySource
  const other = valueOf(cell, 'policy')
  if (other !== null) {
    try {
      source = await readFile(other, 'utf8')
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error)
      return refuse({ code: 'file-unreadable', path: other, detail })
    }
  }
  for (const { name, kind, node } of ground.parameters) {
    if (node === null || kind === 'mix') continue
    const place = readWrittenPolicy(source)?.nodes.find(({ id }) => id === node)?.position
    if (place === undefined) return refuse({ code: 'sweep-no-node', name })
    const written = valueOf(cell, name) ?? ''
    const value = /^-?\d+$/.test(written) ? Number(written) : written
    const edited = editPolicySource(source, { document: 'ShareTree', path: ['spec', place, kind], value })
    if (!edited.ok) return refuse({ code: 'sweep-edit', name, why: edited.refusal })
    source = edited.value
  }
  const capacity = valueOf(cell, 'capacity')
  const policy = policyUnder(ground.scenario, source, capacity === null ? undefined : Number(capacity))
  if (policy.ok) return checkMix(ground, cell, policy.value)
  return refuse({ code: 'sweep-policy-problem', problems: policy.refusal })
}

/** Sectors only, and together at most everything. */
function checkMix({ parameters }: SweepGround, cell: SweepCell, policy: Policy): Result<Policy, CellRefusal> {
  let sum = 0
  for (const { kind, node, name } of parameters) {
    if (kind !== 'mix' || node === null) continue
    if (!policy.tree.some(({ id, parent }) => id === node && parent === null))
      return refuse({ code: 'sweep-no-node', name })
    const found = valueOf(cell, name) ?? ''
    sum += Number(found)
    if (sum > 100) return refuse({ code: 'mix-percent', sector: node, found })
  }
  return accept(policy)
}

export async function replayCell(ground: SweepGround, cell: SweepCell): Promise<Result<CellFigures, CellRefusal>> {
  const policy = await policyOfCell(ground, cell)
  if (!policy.ok) return policy
  const workload = isDrawn(ground, cell)
    ? drawnLike(ground.history, drawWorkload(modelOf(ground, policy.value), drawnFrom(ground, cell)))
    : ground.history.workload
  const backfill = (valueOf(cell, 'backfill') as BackfillMode | null) ?? backfillOf(ground.scenario, policy.value)
  const history = { ...ground.history, workload }
  const replayed = replayHistory({ scenario: ground.scenario, policy: policy.value, backfill }, history)
  return replayed.ok ? accept(figuresOf(replayed.value.outcome)) : replayed
}

/** The recorded history is replayed unless something, the scenario or the sweep, asks for others. */
function isDrawn({ scenario, parameters, days }: SweepGround, { seed }: SweepCell): boolean {
  if (scenario.forecast !== undefined) return true
  return seed !== null || days !== null || parameters.some(({ kind }) => ['growth', 'after', 'mix'].includes(kind))
}

function drawnFrom({ scenario, history, parameters, days }: SweepGround, cell: SweepCell) {
  const { forecast } = scenario
  const { submit } = history.workload
  const length = (submit.at(-1) ?? 0) - (submit[0] ?? 0) + 1
  const mix = parameters.flatMap(({ kind, node, name }) =>
    kind === 'mix' && node !== null ? [[node, Number(valueOf(cell, name))] as const] : [],
  )
  return {
    seed: cell.seed ?? forecast?.seed ?? scenario.seed,
    days: days ?? forecast?.days ?? Math.max(1, Math.round(length / DAY)),
    growthPercent: Number(valueOf(cell, 'growth') ?? forecast?.growthPercent ?? 0),
    afterYears: Number(valueOf(cell, 'after') ?? forecast?.afterYears ?? 0),
    mixPercent: mix.length === 0 ? (forecast?.mixPercent ?? {}) : Object.fromEntries(mix),
  }
}

/** The sample has the sizes of the history: where those are grains of cards, so are the drawn ones. */
function drawnLike({ workload: { capacity, grainsPerUnit } }: TraceFile, drawn: Workload): Workload {
  return { ...drawn, capacity, ...(grainsPerUnit === undefined ? {} : { grainsPerUnit }) }
}

/** By the tree as well: another policy may put a project into another sector. */
const models = new Map<string, WorkloadModel>()

function modelOf({ history, scenario }: SweepGround, policy: Policy): WorkloadModel {
  const { sha256 } = history.reading
  const key = JSON.stringify([sha256, policy.tree.map(({ id, parent }) => [id, parent])])
  const known = models.get(key)
  if (known !== undefined) return known
  const model = fitWorkload(history.workload, policy.tree, { name: scenario.name, sha256 })
  models.set(key, model)
  return model
}

function valueOf({ values }: SweepCell, name: string): string | null {
  return values.find((each) => each.name === name)?.value ?? null
}

function figuresOf({ summary, nodes }: Outcome): CellFigures {
  return {
    jobs: summary.jobs,
    impossibleJobs: summary.impossibleJobs,
    capacity: summary.capacity,
    utilisation: summary.utilisation,
    boundedSlowdown: summary.averageBoundedSlowdown,
    wait: summary.wait,
    sectors: nodes
      .filter(({ parent }) => parent === null)
      .map((node) => ({
        id: node.id,
        jobs: node.jobs,
        wait: node.wait,
        boundedSlowdown: node.averageBoundedSlowdown,
        deliveredUnitSeconds: node.deliveredUnitSeconds,
        borrowedUnitSeconds: node.borrowedUnitSeconds,
      })),
  }
}
