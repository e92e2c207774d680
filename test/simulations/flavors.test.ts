// Several flavors under one policy, over random trees and histories: jobs without a choice have the schedule that they have
// alone; jobs with one are where a spill that is worked out from nothing puts them, and none waits beside idle units.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations. More of them: WEIR_SEEDS=20000.
import { expect, test } from 'vitest'
import { DEFAULT_POOL_RULES } from '../../src/domain/policy/pool-rules.ts'
import type { ShareNode } from '../../src/domain/policy/policy.ts'
import type { Decisions } from '../../src/domain/scheduling/decisions.ts'
import type { JobTerms } from '../../src/domain/scheduling/demand.ts'
import { computeEntitlement, entitlementTable } from '../../src/domain/scheduling/entitlement.ts'
import { FlavorScheduler } from '../../src/domain/scheduling/flavor-scheduler.ts'
import { RUNNING, WAITING } from '../../src/domain/scheduling/roster.ts'
import type { Submission } from '../../src/domain/scheduling/scheduler.ts'
import type { Decider } from '../../src/simulator/course.ts'
import { replay, type ReplayOptions } from '../../src/simulator/replay.ts'
import type { Workload } from '../../src/simulator/workload.ts'
import { randomTree, randomWorkload, seededRandom, wholeNumber, type RandomTree } from '../kit/share-trees.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 300) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)
const FLAVORS = ['gpu', 'npu', 'tpu'] as const
const PRICE = { numerator: 1, denominator: 1 }

interface World {
  readonly tree: RandomTree
  readonly workload: Workload
  readonly options: ReplayOptions
}

/** The tree has all three flavors; a job names one to three of them, or only one where `isFixed`. */
function randomWorld(seed: number, isFixed: boolean): World {
  const random = seededRandom(seed)
  const tree = randomTree(random)
  const parts = FLAVORS.map((flavor, index) => ({ flavor, part: index === 0 ? 1 : wholeNumber(random, 1, 4) / 4 }))
  const scaled = (units: number, part: number) => Math.floor(units * part)
  const inAll = (units: ShareNode['guarantee']) =>
    units['gpu'] === undefined
      ? units
      : Object.fromEntries(parts.map(({ flavor, part }) => [flavor, scaled(units['gpu']!, part)]))
  const nodes = tree.nodes.map((node) => ({
    ...node,
    guarantee: inAll(node.guarantee),
    limit: inAll(node.limit),
    borrowingLimit: inAll(node.borrowingLimit),
    lendingLimit: inAll(node.lendingLimit),
  }))
  const table = Array.from({ length: 6 }, (): JobTerms => {
    const order = FLAVORS.toSorted(() => random() - 0.5)
    return {
      class: random() < 0.8 ? 'standard' : 'opportunistic',
      priority: random() < 0.3 ? wholeNumber(random, 0, 2) : 0,
      flavors: order.slice(0, isFixed ? 1 : wholeNumber(random, 1, 3)),
      gang: null,
      checkpointEverySeconds: null,
      deadline: null,
      coAllocations: [],
    }
  })
  const plain = randomWorkload(random, tree, 60)
  const of = Int32Array.from(plain.submit, () => Math.floor(random() * table.length))
  const capacityOf = (part: number) => scaled(tree.capacity, part)
  return {
    tree,
    workload: { ...plain, terms: { table, of } },
    options: {
      capacity: tree.capacity,
      discipline: (['fcfs', 'easy', 'easy-sjbf', 'shared'] as const)[seed % 4]!,
      tree: { nodes, flavor: 'gpu' },
      rules: DEFAULT_POOL_RULES,
      mayStop: random() < 0.5,
      others: parts
        .slice(1)
        .map(({ flavor, part }) => ({ flavor, capacity: capacityOf(part), price: PRICE, around: {} })),
    },
  }
}

test('jobs without a choice run as if the other flavors were not there', () => {
  let compared = 0
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const { workload, options } = randomWorld(seed, true)
    const together = replay(workload, options)
    expect(together.ok, `seed ${seed}`).toBe(true)
    if (!together.ok) continue
    const boards = [{ flavor: 'gpu', capacity: options.capacity }, ...options.others!]
    for (const { flavor, capacity } of boards) {
      const rows = [...workload.submit.keys()].filter((row) => termsOf(workload, row).flavors[0] === flavor)
      if (rows.length === 0 || capacity === 0) continue
      const alone = replay(rowsOf(workload, rows), {
        ...options,
        capacity,
        tree: { nodes: options.tree!.nodes, flavor },
        others: [],
      })
      expect(alone.ok && [...alone.value.starts], `seed ${seed}: ${flavor}`).toEqual(
        rows.map((row) => together.value.starts[row]),
      )
      compared += rows.length
    }
  }
  if (ONE === undefined) expect(compared).toBeGreaterThan(SEEDS * 20)
})

test('jobs with a choice wait where a spill from nothing puts them, and never beside units that would do', () => {
  const reached = { spilled: 0, elsewhere: 0, waiting: 0 }
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const { workload, options } = randomWorld(seed, false)
    let looked: Looked | null = null
    const replayed = replay(workload, {
      ...options,
      watch: (scheduler) => {
        expect(scheduler).toBeInstanceOf(FlavorScheduler)
        return (looked = new Looked(scheduler as FlavorScheduler, workload, seed))
      },
    })
    expect(replayed.ok, `seed ${seed}`).toBe(true)
    if (!replayed.ok) continue
    const { flavors } = replayed.value
    const ran = [...replayed.value.starts].filter((start) => !Number.isNaN(start)).length
    expect(
      flavors!.reduce((sum, { jobs }) => sum + jobs, 0),
      `seed ${seed}: each job ran at one flavor`,
    ).toBe(ran)
    reached.elsewhere += flavors!.reduce((sum, { jobsFromElsewhere }) => sum + jobsFromElsewhere, 0)
    reached.spilled += (looked as Looked | null)!.spilled
    reached.waiting += (looked as Looked | null)!.waiting
  }
  if (ONE === undefined) {
    expect(Math.min(reached.spilled, reached.elsewhere, reached.waiting)).toBeGreaterThan(SEEDS / 2)
  }
})

function termsOf({ terms }: Workload, row: number): JobTerms {
  return terms!.table[terms!.of[row]!]!
}

function rowsOf(workload: Workload, rows: readonly number[]): Workload {
  const pick = (column: Float64Array) => Float64Array.from(rows, (row) => column[row]!)
  return {
    ...workload,
    ids: pick(workload.ids),
    submit: pick(workload.submit),
    run: pick(workload.run),
    requested: pick(workload.requested),
    units: pick(workload.units),
    project: Int32Array.from(rows, (row) => workload.project[row]!),
    terms: { table: workload.terms!.table, of: Int32Array.from(rows, (row) => workload.terms!.of[row]!) },
  }
}

/** Passes everything on; after each decision lets time come once more, and looks at where everybody is. */
class Looked implements Decider {
  spilled = 0
  waiting = 0
  private readonly scheduler: FlavorScheduler
  private readonly workload: Workload
  private readonly seed: number

  constructor(scheduler: FlavorScheduler, workload: Workload, seed: number) {
    this.scheduler = scheduler
    this.workload = workload
    this.seed = seed
  }

  get capacityNow(): number {
    return this.scheduler.capacityNow
  }

  get flavors(): FlavorScheduler {
    return this.scheduler
  }

  submit(now: number, job: number, decisions: Decisions): Submission {
    const submission = this.scheduler.submit(now, job, decisions)
    this.look(now, decisions)
    return submission
  }

  finish(now: number, job: number, decisions: Decisions): void {
    this.scheduler.finish(now, job, decisions)
    this.look(now, decisions)
  }

  nextWakeAt(now: number): number {
    return this.scheduler.nextWakeAt(now)
  }

  wake(now: number, decisions: Decisions): void {
    this.scheduler.wake(now, decisions)
    this.look(now, decisions)
  }

  private look(now: number, decisions: Decisions): void {
    const before = decisions.entries.length
    this.scheduler.wake(now, decisions)
    const at = `seed ${this.seed} at ${now}`
    this.checkPlaces(at)
    if (decisions.entries.length > before) return
    this.checkSpill(at)
    this.checkIdle(now, at)
  }

  private checkPlaces(at: string): void {
    const { boards } = this.scheduler
    const { roster } = boards[0]!.pool
    const queued = boards.flatMap(({ pool }, board) =>
      pool.leaves.length === 0
        ? []
        : [...pool.leaves].flatMap((leaf) => [...pool.queues[leaf]!.inOrder()].map((job) => ({ job, board }))),
    )
    const running = boards.flatMap(({ pool }, board) => pool.running.byEnd.flat().map((job) => ({ job, board })))
    for (const { job, board } of [...queued, ...running]) {
      expect(this.scheduler.boardOf(job), `${at}: job ${job}`).toBe(board)
      expect(termsOf(this.workload, job).flavors, `${at}: job ${job}`).toContain(FLAVORS[board])
    }
    const inState = (state: number) => [...roster.state.keys()].filter((job) => roster.state[job] === state)
    const numbers = (places: readonly { readonly job: number }[]) =>
      places.map(({ job }) => job).toSorted((a, b) => a - b)
    expect(numbers(queued), `${at}: each waits once`).toEqual(inState(WAITING))
    expect(numbers(running), `${at}: each runs once`).toEqual(inState(RUNNING))
    for (const [board, { pool }] of boards.entries()) {
      const inUse = running
        .filter((place) => place.board === board)
        .reduce((sum, { job }) => sum + roster.units[job]!, 0)
      expect(inUse, `${at}: I1 of ${FLAVORS[board]}`).toBeLessThanOrEqual(pool.shape.capacity)
    }
  }

  /** Rounds from nothing: everybody at the first flavor that could ever start it, then whoever is beyond goes on. */
  private checkSpill(at: string): void {
    const { boards } = this.scheduler
    const { roster } = boards[0]!.pool
    const waiting = [...roster.state.keys()]
      .filter((job) => roster.state[job] === WAITING)
      .toSorted((a, b) => (roster.order(a, b) ? -1 : 1))
    const choices = new Map(waiting.map((job) => [job, this.able(job)]))
    const claims = (job: number) => boards[this.scheduler.boardOf(job)]!.isClaiming(job)
    const rung = new Map(
      waiting.map((job) => [job, claims(job) ? choices.get(job)!.indexOf(this.scheduler.boardOf(job)) : 0]),
    )
    for (let round = 1; round < boards.length; round += 1) {
      const beyond: number[] = []
      for (const [board, { pool }] of boards.entries()) {
        const here = waiting.filter((job) => choices.get(job)![rung.get(job)!] === board)
        const demand = Float64Array.from(pool.shares.demand, (_, leaf) => this.usedBy(board, leaf))
        for (const job of here) demand[roster.leaf[job]!]! += roster.units[job]!
        const table = entitlementTable(pool.shape)
        computeEntitlement(pool.shape, demand, table)
        const asked = new Map<number, number>()
        for (const job of here) {
          const leaf = roster.leaf[job]!
          asked.set(leaf, (asked.get(leaf) ?? 0) + roster.units[job]!)
          const left = table.entitlement[leaf]! - pool.use.allocated[leaf]!
          const isLast = rung.get(job) === choices.get(job)!.length - 1
          if (asked.get(leaf)! > left && !isLast && !claims(job)) beyond.push(job)
        }
      }
      for (const job of beyond) rung.set(job, rung.get(job)! + 1)
    }
    for (const job of waiting) {
      this.waiting += 1
      if (rung.get(job)! > 0) this.spilled += 1
      expect(this.scheduler.boardOf(job), `${at}: job ${job}`).toBe(choices.get(job)![rung.get(job)!])
    }
  }

  /** Units that count as demand though they do not wait: running jobs, those past their requested end too. */
  private usedBy(board: number, leaf: number): number {
    const { pool } = this.scheduler.boards[board]!
    const { roster } = pool
    let units = 0
    for (let job = 0; job < roster.state.length; job += 1) {
      const isHere = roster.leaf[job] === leaf && this.scheduler.boardOf(job) === board
      if (isHere && roster.state[job] !== WAITING && pool.shares.demand[leaf]! > 0 && this.isUnended(job)) {
        units += roster.units[job]!
      }
    }
    return units
  }

  private isUnended(job: number): boolean {
    const { state } = this.scheduler.boards[0]!.pool.roster
    return state[job] === RUNNING || state[job] === 3
  }

  private able(job: number): readonly number[] {
    const boards = termsOf(this.workload, job).flavors.map((name) => FLAVORS.indexOf(name as 'gpu'))
    return boards.filter((board) => this.scheduler.boards[board]!.canEverStart(job))
  }

  private checkIdle(now: number, at: string): void {
    const { boards } = this.scheduler
    const { roster } = boards[0]!.pool
    for (let job = 0; job < roster.state.length; job += 1) {
      if (roster.state[job] !== WAITING || boards[this.scheduler.boardOf(job)]!.isClaiming(job)) continue
      for (const board of this.able(job)) {
        if (board === this.scheduler.boardOf(job)) continue
        // First of its project and nothing promised to others: then nothing but habit would keep it.
        const { pool } = boards[board]!
        const isAlone = [...pool.leaves].every((leaf) => pool.queues[leaf]!.length === 0)
        if (!isAlone) continue
        expect(boards[board]!.couldStart(now, job), `${at}: job ${job} waits beside ${FLAVORS[board]}`).toBe(false)
      }
    }
  }
}
