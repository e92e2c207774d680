// Who decides in a replay: a scheduler over the share tree, several of them when jobs may choose among flavors, or the schedule
// of a plain queue.
import type { Ratio } from '../domain/kernel/ratio.ts'
import type { ShareNode } from '../domain/policy/policy.ts'
import { DEFAULT_POOL_RULES } from '../domain/policy/pool-rules.ts'
import type { Placement } from '../domain/placement/placement.ts'
import { Calendars } from '../domain/scheduling/calendar.ts'
import { ConservativeScheduler } from '../domain/scheduling/conservative.ts'
import { FlavorScheduler } from '../domain/scheduling/flavor-scheduler.ts'
import type { PreemptionTimes } from '../domain/scheduling/scheduler-rules.ts'
import type { Roster } from '../domain/scheduling/roster.ts'
import { Scheduler, type SchedulerRules } from '../domain/scheduling/scheduler.ts'
import type { ShareAccount } from '../domain/scheduling/share-account.ts'
import { singleProjectShape, treeShape, type ShareTreeShape } from '../domain/scheduling/share-tree.ts'
import { ConservativeDecider, type Decider } from './course.ts'
import type { OtherFlavor, ReplayOptions } from './replay-options.ts'

const ONE: Ratio = { numerator: 1, denominator: 1 }

/** The scenario's flavor and those that jobs may have instead. */
export function flavorsOf(options: ReplayOptions): readonly OtherFlavor[] {
  const { tree, capacity, around, cells = null, others = [] } = options
  const first = { flavor: tree?.flavor ?? 'pool', capacity, price: around?.price ?? ONE, around: around ?? {}, cells }
  return [first, ...others]
}

export function shapeOf({ tree }: ReplayOptions, flavor: string, capacity: number): ShareTreeShape {
  return tree === null ? singleProjectShape(capacity) : treeShape(tree.nodes, flavor, capacity)
}

export interface DeciderParts {
  readonly options: ReplayOptions
  /** Those that have a queue, and their trees. */
  readonly flavors: readonly OtherFlavor[]
  readonly shapes: readonly ShareTreeShape[]
  /** By flavor; null: the policy does not look at debts. */
  readonly accounts: readonly (ShareAccount | null)[]
  readonly calendars: Calendars | null
}

export function deciderOf(
  roster: Roster,
  parts: DeciderParts,
): { readonly decider: Decider; readonly placements: readonly (Placement | null)[] } {
  const { options, flavors, shapes, accounts, calendars } = parts
  const { capacity, discipline, tree, around, watch } = options
  // A plain queue has a schedule of its own for this; over a tree everybody who waits has a reservation, in the tree's order.
  if (discipline === 'conservative' && tree === null) {
    const decider = new ConservativeDecider(new ConservativeScheduler(capacity, roster), capacity)
    return { decider, placements: [null] }
  }
  const rules = rulesOf(options, shapes[0]!)
  const deciding =
    flavors.length === 1
      ? new Scheduler(shapes[0]!, roster, rules, {
          ...around,
          calendars,
          account: accounts[0]!,
          cells: options.cells ?? null,
        })
      : new FlavorScheduler(
          flavors.map((each, index) => ({
            flavor: each.flavor,
            shape: shapes[index]!,
            rules,
            price: each.price,
            around: { ...each.around, account: accounts[index]!, cells: each.cells ?? null },
          })),
          roster,
          { awards: around?.awards ?? [], calendars },
        )
  const boards = deciding instanceof Scheduler ? [deciding] : deciding.boards
  return { decider: watch?.(deciding) ?? deciding, placements: boards.map(({ pool }) => pool.placement) }
}

export function calendarsOf(options: ReplayOptions, roster: Roster): Calendars | null {
  const { byAppointment = [] } = options
  if (byAppointment.length === 0) return null
  const flavors = byAppointment.map(({ flavor, capacity, price, around }) => ({
    flavor,
    shape: shapeOf(options, flavor, capacity),
    price,
    reservations: around.reservations ?? [],
  }))
  return new Calendars(flavors, roster)
}

function rulesOf(options: ReplayOptions, shape: ShareTreeShape): SchedulerRules {
  const { discipline, rules = DEFAULT_POOL_RULES, tree } = options
  const { reservedJobsPerFlavor, windowSeconds } = rules.backfill
  const isConservative = discipline === 'conservative'
  return {
    mode: isConservative ? 'shared' : discipline,
    reservedJobs: isConservative ? Infinity : reservedJobsPerFlavor,
    windowSeconds: windowSeconds ?? Infinity,
    onCapacityLoss: rules.onCapacityLoss,
    history: rules.history,
    lending: rules.lending,
    comparesPriority: Uint8Array.from([
      0,
      ...(tree?.nodes ?? []).map((node) => Number(node.priorityScope === 'group')),
    ]),
    ...(options.mayStop === true && tree !== null
      ? { preemption: preemptionTimes(tree.nodes, shape), rebalance: rules.rebalance }
      : {}),
  }
}

/** Each node's own rule, or that of the nearest above that has one. */
function preemptionTimes(nodes: readonly ShareNode[], shape: ShareTreeShape): PreemptionTimes {
  const protectedRuntime = new Float64Array(shape.ids.length)
  const grace = new Float64Array(shape.ids.length)
  nodes.forEach(({ preemption }, position) => {
    const node = position + 1
    const up = shape.parent[node]!
    protectedRuntime[node] = preemption?.protectedRuntimeSeconds ?? protectedRuntime[up]!
    grace[node] = preemption?.graceSeconds ?? grace[up]!
  })
  return { protectedRuntime, grace }
}
