// Where jobs wait that several flavors would serve. Each is counted with its first flavor; what the entitlement there does not
// cover spills to the next, entitlements are worked out again, and so on: as many rounds as there are flavors, and in each a
// job only ever goes on. Worked out from nothing at each decision, so that only the present counts and not the way to it.
import { assert } from '../kernel/assert.ts'
import { LeafSet } from './leaf-set.ts'
import type { Scheduler } from './scheduler.ts'

export interface Move {
  readonly job: number
  readonly from: number
  readonly to: number
}

/** A waiting job that may go to several boards. */
interface Flexible {
  readonly job: number
  readonly units: number
  /** Boards that could ever start it, the preferred first. */
  readonly choices: readonly number[]
  /** Index into `choices` of where it waits now. */
  at: number
  /** Index into `choices` of where it is counted while this is worked out. */
  rung: number
}

export class Spill {
  private readonly boards: readonly Scheduler[]
  /** By leaf, in the order of the project. */
  private readonly byLeaf: readonly Flexible[][]
  private readonly byJob = new Map<number, Flexible>()
  /** Leaves in which somebody with a choice waits. */
  private readonly waitingIn: LeafSet
  /** By board, of one leaf at a time. */
  private readonly counted: readonly Flexible[][]

  constructor(boards: readonly Scheduler[]) {
    this.boards = boards
    this.byLeaf = boards[0]!.shape.ids.map(() => [])
    this.waitingIn = new LeafSet(this.byLeaf.length)
    this.counted = boards.map(() => [])
  }

  get isEmpty(): boolean {
    return this.byJob.size === 0
  }

  /** A job begins to wait at `board`, one of its `choices`. */
  add(job: number, choices: readonly number[], board: number): void {
    const { leaf, units } = this.roster
    const at = choices.indexOf(board)
    assert(at !== -1 && !this.byJob.has(job), 'a job waits once, where it may')
    const flexible = { job, units: units[job]!, choices, at, rung: at }
    this.byJob.set(job, flexible)
    const list = this.byLeaf[leaf[job]!]!
    list.splice(this.placeIn(list, job), 0, flexible)
    this.waitingIn.add(leaf[job]!)
  }

  /** The job no longer waits. */
  remove(job: number): void {
    if (!this.byJob.delete(job)) return
    const leaf = this.roster.leaf[job]!
    const list = this.byLeaf[leaf]!
    const place = this.placeIn(list, job)
    assert(list[place]?.job === job, 'a waiting job is in the list of its project')
    list.splice(place, 1)
    if (list.length === 0) this.waitingIn.remove(leaf)
  }

  /** The job waits at another board now, and is counted there. */
  moved(job: number, board: number): void {
    const flexible = this.byJob.get(job)!
    flexible.at = flexible.choices.indexOf(board)
    flexible.rung = flexible.at
  }

  /** Waiting jobs with a choice, by leaf, in the order of the project. */
  *inOrder(): Generator<{ readonly leaf: number; readonly jobs: readonly Flexible[] }> {
    for (let leaf = this.waitingIn.firstFrom(0); leaf !== -1; leaf = this.waitingIn.firstFrom(leaf + 1)) {
      yield { leaf, jobs: this.byLeaf[leaf]! }
    }
  }

  /**
   * Which jobs are to wait elsewhere. The demand of the boards is as if they had moved already: the caller carries out each
   * move without counting.
   */
  spread(): readonly Move[] {
    if (this.isEmpty) return []
    for (const flexible of this.byJob.values()) {
      const isFixed = this.boards[flexible.choices[flexible.at]!]!.isClaiming(flexible.job)
      this.count(flexible, isFixed ? flexible.at : 0)
    }
    for (let round = 1; round < this.boards.length; round += 1) {
      const unmet = this.unmet()
      if (unmet.length === 0) break
      for (const flexible of unmet) this.count(flexible, flexible.rung + 1)
    }
    const moves: Move[] = []
    for (const { job, choices, at, rung } of this.byJob.values()) {
      if (at !== rung) moves.push({ job, from: choices[at]!, to: choices[rung]! })
    }
    return moves.toSorted((a, b) => a.job - b.job)
  }

  /** From now on the demand of the job is that of its choice `rung`. */
  private count(flexible: Flexible, rung: number): void {
    if (flexible.rung === rung) return
    const leaf = this.roster.leaf[flexible.job]!
    this.boards[flexible.choices[flexible.rung]!]!.pool.changeDemand(leaf, -flexible.units)
    this.boards[flexible.choices[rung]!]!.pool.changeDemand(leaf, flexible.units)
    flexible.rung = rung
  }

  /** Jobs beyond the entitlement of their project where they are counted, that have somewhere else to go. */
  private unmet(): Flexible[] {
    const entitlements = this.boards.map(({ pool }) => pool.entitlement())
    const unmet: Flexible[] = []
    for (let leaf = this.waitingIn.firstFrom(0); leaf !== -1; leaf = this.waitingIn.firstFrom(leaf + 1)) {
      for (const flexible of this.byLeaf[leaf]!) this.counted[flexible.choices[flexible.rung]!]!.push(flexible)
      for (const [board, counted] of this.counted.entries()) {
        if (counted.length === 0) continue
        this.beyond(entitlements[board]![leaf]!, { board, leaf, counted }, unmet)
        counted.length = 0
      }
    }
    return unmet
  }

  private beyond(entitlement: number, { board, leaf, counted }: CountedAt, unmet: Flexible[]): void {
    const { pool } = this.boards[board]!
    // All that wait fit, or nobody does: then their order does not matter.
    if (pool.shares.demand[leaf]! <= entitlement) return
    const left = entitlement - pool.use.allocated[leaf]!
    if (left <= 0) {
      for (const flexible of counted) if (this.mayGoOn(flexible, board)) unmet.push(flexible)
      return
    }
    let asked = 0
    for (const { units, flexible } of this.inTurn({ board, leaf, counted })) {
      asked += units
      if (asked > left && flexible !== null && this.mayGoOn(flexible, board)) unmet.push(flexible)
    }
  }

  private mayGoOn({ job, rung, choices }: Flexible, board: number): boolean {
    return rung < choices.length - 1 && !this.boards[board]!.isClaiming(job)
  }

  /** All that wait in the project and are counted at the board, in order: those without a choice too. */
  private inTurn({ board, leaf, counted }: CountedAt): readonly Waiting[] {
    const { order, units } = this.roster
    const waiting: Waiting[] = counted.map((flexible) => ({ job: flexible.job, units: flexible.units, flexible }))
    for (const job of this.boards[board]!.pool.queues[leaf]!.inOrder()) {
      if (!this.byJob.has(job)) waiting.push({ job, units: units[job]!, flexible: null })
    }
    return waiting.length === counted.length ? waiting : waiting.toSorted((a, b) => (order(a.job, b.job) ? -1 : 1))
  }

  private get roster() {
    return this.boards[0]!.pool.roster
  }

  private placeIn(list: readonly Flexible[], job: number): number {
    const { order } = this.roster
    let low = 0
    let high = list.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (order(list[middle]!.job, job)) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Waiting jobs with a choice that are counted at a board in a project, in order. */
interface CountedAt {
  readonly board: number
  readonly leaf: number
  readonly counted: readonly Flexible[]
}

/** What waits at a board; flexible null: it has no choice. */
interface Waiting {
  readonly job: number
  readonly units: number
  readonly flexible: Flexible | null
}
