// Random worlds for the two schedulers of the whole model: those of `random-world.ts`, more crowded, and with what is rarer: pools
// where nobody is stopped, priorities across projects, owners who do not lend while they wait, reservations that look only so far
// ahead, prices, a second award, and jobs that run longer than they asked for.
import type { Ratio } from '../../src/domain/kernel/ratio.ts'
import type { Award } from '../../src/domain/scheduling/demand.ts'
import type { SchedulerRules } from '../../src/domain/scheduling/scheduler.ts'
import { randomWorkload, seededRandom, wholeNumber } from '../kit/share-trees.ts'
import { randomWorld, type World } from './random-world.ts'

export interface WholeWorld extends World {
  readonly price: Ratio
  /** Of each job: its project, when it comes, what it asks for and how long it really runs. */
  readonly jobs: readonly {
    readonly project: string
    readonly units: number
    readonly submit: number
    readonly requested: number
    readonly run: number
  }[]
}

export function wholeWorld(seed: number, count: number): WholeWorld {
  const random = seededRandom(seed)
  const some = (share: number) => random() < share
  const world = randomWorld(random, count, seed)
  const { units, requested, submit, run, project, projects } = randomWorkload(random, world.tree, count)
  const longer = wholeNumber(random, 1, 4)
  const isPlain = some(0.3)
  const awards =
    some(0.6) && !isPlain ? world.awards.flatMap((award) => (some(0.5) ? [award, next(award, random)] : [award])) : []
  // Under awards drawn apart: the other worlds stay those in which wrong engines were seen to be caught.
  const mayOverrun = awards.length === 0 ? some(0.4) : seededRandom(seed + 1_000_003)() < 0.4
  const jobs = [...units.keys()].map((job) => ({
    project: projects[project[job]!]!,
    units: units[job]!,
    submit: submit[job]!,
    requested: requested[job]! * longer,
    run: run[job]! * longer + (mayOverrun && some(0.2) ? wholeNumber(random, 1, 20) : 0),
  }))
  return {
    ...world,
    ...(isPlain ? { terms: plainTerms(world, random) } : {}),
    rules: rarerRules(world, random, isPlain),
    awards,
    price: some(0.5) ? { numerator: 1, denominator: 1 } : { numerator: wholeNumber(random, 1, 9), denominator: 7 },
    reservations: some(0.9) && !isPlain ? world.reservations : [],
    capacityChanges: some(0.6) && (!isPlain || some(0.2)) ? world.capacityChanges : [],
    jobs,
  }
}

/** Jobs of one class, most without priorities: what most pools are, where the fast scheduler looks at least. */
function plainTerms({ terms }: World, random: () => number): World['terms'] {
  const hasPriorities = random() < 0.2
  const table = terms.table.map((each) => {
    return { ...each, class: 'standard' as const, priority: hasPriorities ? each.priority : 0, deadline: null }
  })
  return { ...terms, table }
}

function rarerRules({ rules, tree }: World, random: () => number, isPlain: boolean): SchedulerRules {
  const some = (share: number) => random() < share
  const { preemption, ...rest } = rules
  return {
    ...rest,
    ...(some(0.15) || preemption === undefined ? {} : { preemption }),
    windowSeconds: some(0.2) ? wholeNumber(random, 1, 60) : Infinity,
    ...(isPlain && some(0.8) ? { rebalance: { scope: 'off', maxEvictedUnitsPerHour: null } } : {}),
    lending: some(0.25) && !isPlain ? 'whenOwnerIdle' : 'always',
    ...(some(0.3) ? { comparesPriority: Uint8Array.from([0, ...tree.nodes], () => (some(0.5) ? 1 : 0)) } : {}),
  }
}

/** Another award of the project, which begins before or after the first one ends. */
function next(award: Award, random: () => number): Award {
  const validFrom = award.validFrom + wholeNumber(random, 20, 400)
  return { ...award, validFrom, validTo: validFrom + wholeNumber(random, 30, 600) }
}
