// What a scenario asks of a replay of its history under a policy: the same on the server and in a browser.
import { accept, refuse, type Result } from '../domain/kernel/result.ts'
import { cellLayout } from '../domain/placement/cell-layout.ts'
import type { BoardCells } from '../domain/placement/job-requests.ts'
import type { Flavor, Policy } from '../domain/policy/policy.ts'
import type { BackfillMode } from '../domain/policy/pool-rules.ts'
import {
  changesInGrains,
  priceOfGrain,
  rulesInGrains,
  treeInGrains,
  windowsInGrains,
  workloadInGrains,
} from './in-grains.ts'
import { boardScale, type BoardScale } from './board-scale.ts'
import type { ReplayOptions } from './replay.ts'
import { resolveTimes, type ResolveRefusal } from './resolve-times.ts'
import { backfillOf, type Scenario } from './scenario.ts'
import type { Workload } from './workload.ts'

export interface ScenarioReplay {
  /** The history with what its jobs ask beyond units and time. */
  readonly workload: Workload
  readonly options: ReplayOptions
}

/**
 * `policy` has the pool that the replay is to have. `backfill` wins over what scenario and policy say. The history has at
 * least one job.
 */
export function scenarioReplay(
  scenario: Scenario,
  policy: Policy,
  history: Workload,
  backfill?: BackfillMode,
): Result<ScenarioReplay, ResolveRefusal> {
  const flavor = policy.pool.flavors.find((candidate) => candidate.name === scenario.flavor)
  if (flavor === undefined) {
    const known = policy.pool.flavors.map((candidate) => candidate.name)
    return refuse({ code: 'flavor-not-in-pool', flavor: scenario.flavor, known })
  }
  const demand = resolveTimes(scenario, policy, history)
  if (!demand.ok) return demand
  const { terms, awards, price, reservations, capacityChanges } = demand.value
  const scale = boardScale(policy.pool, history.grainsPerUnit ?? 1, terms)
  const { grains } = scale
  const boardOf = (board: Flavor) => ({
    capacity: board.capacity * grains,
    cells: boardCells(board, scale),
    around: {
      reservations: windowsInGrains(
        reservations.filter((window) => window.flavor === board.name),
        grains,
      ),
      capacityChanges: changesInGrains(
        capacityChanges.filter((change) => change.flavor === board.name),
        grains,
      ),
      prices: scale.prices,
    },
  })
  const beside = (other: Flavor) => ({
    ...boardOf(other),
    flavor: other.name,
    price: priceOfGrain(other.price, grains),
  })
  const appointed = new Set(
    terms?.table.flatMap(({ coAllocations }) => coAllocations.map((appointment) => appointment.flavor)),
  )
  const others = policy.pool.flavors.filter(({ name }) => name !== flavor.name && scale.boards.has(name)).map(beside)
  const byAppointment = policy.pool.flavors.filter(({ name }) => appointed.has(name)).map(beside)
  const { capacity, cells, around } = boardOf(flavor)
  return accept({
    workload: workloadInGrains({ ...history, terms }, scale.unitGrains, grains),
    options: {
      capacity,
      cells,
      discipline: backfill ?? backfillOf(scenario, policy),
      tree: { nodes: treeInGrains(policy.tree, grains), flavor: flavor.name },
      rules: rulesInGrains(policy.rules, grains),
      // A history says nothing of stopping: only when the scenario says what its jobs are may they be stopped.
      mayStop: terms !== null,
      around: { awards, price: priceOfGrain(price, grains), ...around },
      ...(others.length === 0 ? {} : { others }),
      ...(byAppointment.length === 0 ? {} : { byAppointment }),
    },
  })
}

/** null: the flavor has no cells, so its units are only counted. */
function boardCells({ name, capacity, cells }: Flavor, { grains, slices }: BoardScale): BoardCells | null {
  if (cells === undefined) return null
  const layout = cellLayout(capacity, cells)
  // Cells that do not nest are refused when the policy is read.
  if (!layout.ok) return null
  const own = slices.filter(({ backedBy }) => backedBy === name)
  return {
    layout: layout.value,
    grainsPerCard: grains,
    ...(own.length === 0
      ? {}
      : { slices: own.map((slice) => ({ flavor: slice.name, grains: grains / slice.perGpu })) }),
  }
}
