// Appointments (GPU and QPU in one start), over random trees and histories: a job starts only with all that it needs, no seat is
// promised twice, and nobody waits for a seat that is free.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations. More of them: WEIR_SEEDS=20000.
import { expect, test } from 'vitest'
import { DEFAULT_POOL_RULES } from '../../src/domain/policy/pool-rules.ts'
import type { Decisions } from '../../src/domain/scheduling/decisions.ts'
import type { JobTerms, Reservation } from '../../src/domain/scheduling/demand.ts'
import { FlavorScheduler } from '../../src/domain/scheduling/flavor-scheduler.ts'
import type { PoolState } from '../../src/domain/scheduling/pool-state.ts'
import { RUNNING, WAITING } from '../../src/domain/scheduling/roster.ts'
import type { Scheduler, Submission } from '../../src/domain/scheduling/scheduler.ts'
import type { Decider } from '../../src/simulator/course.ts'
import { replay, type OtherFlavor, type ReplayOptions } from '../../src/simulator/replay.ts'
import type { Workload } from '../../src/simulator/workload.ts'
import { randomTree, randomWorkload, seededRandom, wholeNumber } from '../kit/share-trees.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 300) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)

interface World {
  readonly workload: Workload
  readonly options: ReplayOptions
  readonly qpu: OtherFlavor
}

/** A tree that owns one or two seats besides its cards; some jobs need one for some of their time. */
function randomWorld(seed: number): World {
  const random = seededRandom(seed)
  const tree = randomTree(random)
  const seats = wholeNumber(random, 1, 2)
  const nodes = tree.nodes.map((node) => ({
    ...node,
    guarantee: { ...node.guarantee, qpu: 0, npu: node.guarantee['gpu'] ?? 0 },
    limit: random() < 0.1 ? { ...node.limit, qpu: wholeNumber(random, 0, seats) } : node.limit,
  }))
  const table = Array.from({ length: 6 }, (_, place): JobTerms => ({
    class: random() < 0.8 ? 'standard' : 'opportunistic',
    priority: random() < 0.3 ? wholeNumber(random, 0, 2) : 0,
    flavors: seed % 3 === 0 ? (random() < 0.5 ? ['gpu', 'npu'] : ['npu', 'gpu']) : ['gpu'],
    gang: null,
    checkpointEverySeconds: null,
    deadline: null,
    coAllocations:
      place < 3
        ? []
        : [
            {
              flavor: 'qpu',
              units: wholeNumber(random, 1, seats),
              afterSeconds: wholeNumber(random, 0, 12),
              forSeconds: wholeNumber(random, 1, 15),
            },
          ],
  }))
  const plain = randomWorkload(random, tree, 50)
  const reservations = Array.from({ length: random() < 0.4 ? 1 : 0 }, (): Reservation => {
    const start = wholeNumber(random, 5, 100)
    const end = start + wholeNumber(random, 1, 40)
    return { id: 'check', owner: null, flavor: 'qpu', units: seats, start, end, beforeStart: 'keepFree' }
  })
  const price = { numerator: 40, denominator: 1 }
  const qpu = { flavor: 'qpu', capacity: seats, price, around: { reservations } }
  return {
    qpu,
    workload: {
      ...plain,
      terms: { table, of: Int32Array.from(plain.submit, () => Math.floor(random() * table.length)) },
    },
    options: {
      capacity: tree.capacity,
      discipline: (['fcfs', 'easy', 'easy-sjbf', 'shared'] as const)[seed % 4]!,
      tree: { nodes, flavor: 'gpu' },
      rules: DEFAULT_POOL_RULES,
      mayStop: random() < 0.5,
      byAppointment: [qpu],
      others: seed % 3 === 0 ? [{ flavor: 'npu', capacity: tree.capacity, price, around: {} }] : [],
    },
  }
}

test('seats are never promised twice, and free seats keep nobody', () => {
  const reached = { visits: 0, blocked: 0, ended: 0 }
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const world = randomWorld(seed)
    let looked: Looked | null = null
    const replayed = replay(world.workload, {
      ...world.options,
      watch: (scheduler) => (looked = new Looked(scheduler as Scheduler | FlavorScheduler, world, seed)),
    })
    expect(replayed.ok, `seed ${seed}`).toBe(true)
    if (!replayed.ok) continue
    const { starts, flavors, summary } = replayed.value
    const neverStarted = [...starts].filter((start) => Number.isNaN(start)).length
    expect(neverStarted, `seed ${seed}: whoever can start does`).toBe(summary.impossibleJobs)
    const seats = flavors!.find(({ flavor }) => flavor === 'qpu')!
    expect(seats.utilisation, `seed ${seed}`).toBeLessThanOrEqual(1)
    reached.visits += seats.jobs
    reached.blocked += (looked as Looked | null)!.blocked
    reached.ended += summary.jobs - summary.impossibleJobs
  }
  if (ONE === undefined) expect(Math.min(reached.visits, reached.blocked)).toBeGreaterThan(SEEDS)
})

/** Passes everything on, and keeps its own book of who has a seat when. */
class Looked implements Decider {
  blocked = 0
  private readonly scheduler: Scheduler | FlavorScheduler
  private readonly world: World
  private readonly seed: number
  private readonly startedAt = new Map<number, number>()

  constructor(scheduler: Scheduler | FlavorScheduler, world: World, seed: number) {
    this.scheduler = scheduler
    this.world = world
    this.seed = seed
  }

  get capacityNow(): number {
    return this.scheduler.capacityNow
  }

  get flavors(): FlavorScheduler | undefined {
    return this.scheduler instanceof FlavorScheduler ? this.scheduler : undefined
  }

  private poolOf(job: number): PoolState {
    return this.scheduler instanceof FlavorScheduler
      ? this.scheduler.boards[this.scheduler.boardOf(job)]!.pool
      : this.scheduler.pool
  }

  submit(now: number, job: number, decisions: Decisions): Submission {
    const submission = this.scheduler.submit(now, job, decisions)
    this.look(now, decisions)
    return submission
  }

  finish(now: number, job: number, decisions: Decisions): void {
    this.startedAt.delete(job)
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
    for (const entry of decisions.entries) {
      if (entry < 0) this.startedAt.delete(~entry)
      else this.startedAt.set(entry, now)
    }
    const { roster } = this.poolOf(0)
    const at = `seed ${this.seed} at ${now}`
    for (const job of this.startedAt.keys()) if (roster.state[job] !== RUNNING) this.startedAt.delete(job)
    for (const moment of this.moments(now)) {
      expect(this.seatsAt(moment), `${at}: seats at ${moment}`).toBeLessThanOrEqual(this.world.qpu.capacity)
    }
    for (let job = 0; job < roster.state.length; job += 1) {
      if (roster.state[job] === WAITING) this.lookAtWaiting(now, job, at)
    }
  }

  /** Who is told that the seat is taken could really not have it; who is not could. */
  private lookAtWaiting(now: number, job: number, at: string): void {
    const pool = this.poolOf(job)
    const [visit] = this.termsOf(job).coAllocations
    const reason = pool.check(now, job)
    if (reason !== null && reason !== 'calendar-taken') return
    const isTaken = visit !== undefined && pool.calendars!.taken(job, now) !== null
    expect(reason === 'calendar-taken', `${at}: job ${job}`).toBe(isTaken)
    if (reason === null || visit === undefined) return
    this.blocked += 1
    const from = now + visit.afterSeconds
    const limited = this.world.options.tree!.nodes.some((node) => node.limit['qpu'] !== undefined)
    const boards = this.scheduler instanceof FlavorScheduler ? this.scheduler.boards : [this.scheduler]
    const isPromised = boards.some((board) => board.pool.forecast.moments.some((moment) => moment.job !== -1))
    if (limited || isPromised) return
    const full = this.moments(now).some(
      (moment) =>
        moment >= from &&
        moment < from + visit.forSeconds &&
        this.seatsAt(moment) + visit.units > this.world.qpu.capacity,
    )
    const isFullAtOnce = this.seatsAt(from) + visit.units > this.world.qpu.capacity
    expect(full || isFullAtOnce, `${at}: job ${job} waits for a seat that is taken`).toBe(true)
  }

  /** All moments at which seats begin to be taken, from now on. */
  private moments(now: number): readonly number[] {
    const starts = [...this.startedAt].flatMap(([job, start]) =>
      this.termsOf(job).coAllocations.map(({ afterSeconds }) => start + afterSeconds),
    )
    const windows = this.world.qpu.around.reservations!.map(({ start }) => start)
    return [now, ...starts, ...windows].filter((moment) => moment >= now)
  }

  /** Taken at that moment, by visits and by maintenance. */
  private seatsAt(moment: number): number {
    let seats = 0
    for (const [job, start] of this.startedAt) {
      for (const { units, afterSeconds, forSeconds } of this.termsOf(job).coAllocations) {
        const from = start + afterSeconds
        if (from <= moment && moment < from + forSeconds) seats += units
      }
    }
    const closed = this.world.qpu.around.reservations!.some(({ start, end }) => start <= moment && moment < end)
    return closed && seats < this.world.qpu.capacity ? this.world.qpu.capacity : seats
  }

  private termsOf(job: number): JobTerms {
    const { terms } = this.world.workload
    return terms!.table[terms!.of[job]!]!
  }
}
