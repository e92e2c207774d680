// Random pools with everything that the policy model has: classes, priorities, stopping with grace, budgets, windows, lost
// capacity; and what carries out an engine's decisions in them.
import type { Award, CapacityChange, JobTerms, Reservation } from '../../src/domain/scheduling/demand.ts'
import type { SchedulerRules } from '../../src/domain/scheduling/scheduler.ts'
import { treeShape } from '../../src/domain/scheduling/share-tree.ts'
import { randomTree, wholeNumber, type RandomTree } from '../kit/share-trees.ts'

export interface World {
  readonly tree: RandomTree
  readonly rules: SchedulerRules
  readonly terms: { readonly table: readonly JobTerms[]; readonly of: Int32Array }
  readonly awards: readonly Award[]
  readonly reservations: readonly Reservation[]
  readonly capacityChanges: readonly CapacityChange[]
}

/** The seed says which mode; `random` all else. */
export function randomWorld(random: () => number, jobs: number, seed: number): World {
  const tree = randomTree(random)
  const shape = treeShape(tree.nodes, 'gpu', tree.capacity)
  const some = (share: number) => random() < share
  const times = (share: number, most: number) =>
    Float64Array.from(shape.ids, () => (some(share) ? wholeNumber(random, 1, most) : 0))
  const mode = (['fcfs', 'easy', 'easy-sjbf', 'shared'] as const)[seed % 4]!
  const table = Array.from({ length: 6 }, (): JobTerms => {
    const kind = random()
    return {
      class: kind < 0.6 ? 'standard' : kind < 0.8 ? 'guaranteed' : 'opportunistic',
      priority: some(0.4) ? wholeNumber(random, 0, 3) : 0,
      flavors: ['gpu'],
      gang: null,
      checkpointEverySeconds: some(0.5) ? wholeNumber(random, 1, 8) : null,
      deadline: some(0.2) ? wholeNumber(random, 20, 400) : null,
      coAllocations: [],
    }
  })
  const owners = [null, ...tree.nodes.map((node) => node.id)]
  const reservations = Array.from({ length: some(0.5) ? wholeNumber(random, 1, 3) : 0 }, (_, place): Reservation => {
    const start = wholeNumber(random, 5, 200)
    return {
      id: `window-${place}`,
      owner: owners[Math.floor(random() * owners.length)]!,
      flavor: 'gpu',
      units: wholeNumber(random, 1, tree.capacity),
      start,
      end: start + wholeNumber(random, 1, 60),
      beforeStart: some(0.5) ? 'lendUntilPreemptible' : 'keepFree',
    }
  })
  const awards = tree.projects
    .filter(() => some(0.3))
    .map((project): Award => {
      const validFrom = some(0.5) ? 0 : wholeNumber(random, 0, 60)
      return {
        project,
        milliUnitSeconds: 1000 * wholeNumber(random, 0, 2000),
        validFrom,
        validTo: validFrom + wholeNumber(random, 30, 600),
        tranche: some(0.4)
          ? {
              everySeconds: wholeNumber(random, 10, 90),
              shareMillionths: wholeNumber(random, 1, 1_000_000),
              carryOverMillionths: wholeNumber(random, 0, 1_000_000),
            }
          : null,
        onExhaustion: 'finishRunning',
        overdraft: some(0.2) ? 1000 * wholeNumber(random, 0, 100) : 0,
      }
    })
  const capacityChanges = Array.from({ length: some(0.4) ? wholeNumber(random, 1, 3) : 0 }, () => ({
    flavor: 'gpu',
    at: wholeNumber(random, 1, 200),
    units: wholeNumber(random, 0, tree.capacity),
  }))
  // At last everything is there again, or jobs would wait for ever.
  if (capacityChanges.length > 0) capacityChanges.push({ flavor: 'gpu', at: 300, units: tree.capacity })
  return {
    tree,
    rules: {
      mode,
      reservedJobs: wholeNumber(random, 1, 4),
      windowSeconds: Infinity,
      onCapacityLoss: some(0.5) ? 'scale' : 'order(tier)',
      preemption: { protectedRuntime: times(0.4, 15), grace: times(0.4, 6) },
      rebalance: {
        scope: (['off', 'withinGroup', 'acrossGroups'] as const)[Math.floor(random() * 3)]!,
        maxEvictedUnitsPerHour: some(0.3) ? wholeNumber(random, 0, 50) : null,
      },
    },
    terms: { table, of: Int32Array.from({ length: jobs }, () => Math.floor(random() * table.length)) },
    awards,
    reservations,
    capacityChanges,
  }
}
