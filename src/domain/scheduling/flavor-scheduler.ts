// Several flavors under one policy: a board for each, which is a scheduler of its own with its share tree, and one set of
// budgets. A job waits, and runs, at one board at a time: see spill.ts for where.
// After the boards have decided, a job that waits where it is counted goes to another of its flavors if it starts there now:
// nobody waits for what it prefers while what would do lies idle.
import type { Ratio } from '../kernel/ratio.ts'
import { Budgets } from './budgets.ts'
import type { Decisions } from './decisions.ts'
import type { Explanation } from './explanation.ts'
import { RUNNING, OVERDUE, Roster, type JobColumns } from './roster.ts'
import { Scheduler, type SchedulerRules, type Submission, type Surroundings } from './scheduler.ts'
import type { ShareTreeShape } from './share-tree.ts'
import { Spill } from './spill.ts'

export interface Board {
  readonly flavor: string
  /** The nodes of every board's tree are the same, in the same order. */
  readonly shape: ShareTreeShape
  readonly rules: SchedulerRules
  /** Of one unit-second, against the price basis of the awards. */
  readonly price: Ratio
  /** What there is of this flavor besides jobs. */
  readonly around: Omit<Surroundings, 'awards' | 'budgets' | 'price' | 'calendars'>
}

export class FlavorScheduler {
  readonly names: readonly string[]
  readonly boards: readonly Scheduler[]
  private readonly roster: Roster
  private readonly spill: Spill
  /** Board where a job waits or runs, by job. */
  private readonly at: Uint8Array
  /** Boards by entry of the terms' table; without terms all jobs take the first. */
  private readonly choices: readonly (readonly number[])[]
  private readonly isDirty: Uint8Array
  /** When each board is to be woken, as it said last. */
  private readonly dueAt: Float64Array

  /** Every flavor that a job names is one of the boards; jobs without terms take the first board. */
  constructor(
    boards: readonly Board[],
    jobs: JobColumns | Roster,
    { awards, calendars = null }: Pick<Surroundings, 'awards' | 'calendars'>,
  ) {
    this.names = boards.map(({ flavor }) => flavor)
    this.roster = jobs instanceof Roster ? jobs : new Roster(jobs)
    const budgets = new Budgets(boards[0]!.shape, awards ?? [])
    this.boards = boards.map(
      ({ shape, rules, price, around }) =>
        new Scheduler(shape, this.roster, rules, { ...around, budgets, price, calendars }),
    )
    this.spill = new Spill(this.boards)
    this.at = new Uint8Array(this.roster.units.length)
    // Slices of cards are taken from the board of those cards.
    const serves = ({ flavor, around }: Board, name: string) =>
      flavor === name || around.cells?.slices?.some((slice) => slice.flavor === name) === true
    this.choices = (this.roster.terms?.table ?? []).map(({ flavors }) =>
      flavors.map((name) => boards.findIndex((board) => serves(board, name))).filter((board) => board !== -1),
    )
    this.isDirty = new Uint8Array(boards.length)
    this.dueAt = new Float64Array(boards.length).fill(-Infinity)
  }

  /** What a replay asks of several flavors. */
  get flavors(): this {
    return this
  }

  /** Index of the board where the job waits or runs. */
  boardOf(job: number): number {
    return this.at[job]!
  }

  /** Index of the board of the flavor that the job would rather have. */
  homeOf(job: number): number {
    return this.choicesOf(job)[0] ?? 0
  }

  /** Of the first board. */
  get capacityNow(): number {
    return this.capacityOf(0)
  }

  capacityOf(board: number): number {
    return this.boards[board]!.capacityNow
  }

  /** As of `Scheduler`; a job that no flavor of its own could ever start is larger than its limits. */
  submit(now: number, job: number, decisions: Decisions): Submission {
    const choices = this.feasible(job)
    const home = choices[0]
    if (home === undefined) return 'larger-than-limits'
    for (const board of this.boards) board.releaseEnded(now)
    const board = this.boards[home]!
    this.at[job] = home
    board.pool.changeDemand(this.roster.leaf[job]!, this.roster.units[job]!)
    board.join(job)
    if (board.mayChange(now, job)) this.isDirty[home] = 1
    if (choices.length > 1) this.spill.add(job, choices, home)
    this.settle(now, decisions)
    return 'queued'
  }

  finish(now: number, job: number, decisions: Decisions): void {
    const board = this.at[job]!
    this.boards[board]!.release(now, job)
    this.isDirty[board] = 1
    this.settle(now, decisions)
  }

  nextWakeAt(now: number): number {
    this.boards.forEach((board, index) => (this.dueAt[index] = board.nextWakeAt(now)))
    return Math.min(...this.dueAt)
  }

  wake(now: number, decisions: Decisions): void {
    const from = decisions.entries.length
    for (const [index, board] of this.boards.entries()) {
      if (this.dueAt[index]! > now) continue
      board.advance(now, decisions)
      this.isDirty[index] = 1
    }
    this.note(decisions, from)
    this.settle(now, decisions)
  }

  /** Why a job waits where it waits. To be asked right after `wake` of the same instant. */
  explain(now: number, job: number): Explanation {
    const board = this.at[job]!
    return { ...this.boards[board]!.explain(now, job), flavor: this.names[board]! }
  }

  private settle(now: number, decisions: Decisions): void {
    // An appointment that came free may be what somebody at another board waits for.
    if (this.boards[0]!.pool.calendars !== null) this.isDirty.fill(1)
    for (const { job, to } of this.spill.spread()) this.move(job, to)
    this.decide(now, decisions)
    while (!this.spill.isEmpty && this.startElsewhere(now, decisions)) this.decide(now, decisions)
  }

  /** Passes on all boards where something changed. */
  private decide(now: number, decisions: Decisions): void {
    for (const [board, scheduler] of this.boards.entries()) {
      if (this.isDirty[board] === 0) continue
      this.isDirty[board] = 0
      const from = decisions.entries.length
      scheduler.pass(now, decisions)
      this.note(decisions, from)
    }
  }

  /** Starts one job at another of its boards, if one would start there. True: it did. */
  private startElsewhere(now: number, decisions: Decisions): boolean {
    for (const [board, { pool }] of this.boards.entries()) {
      if (pool.shape.capacity <= pool.use.allocated[0]!) continue
      for (const { leaf, jobs } of this.spill.inOrder()) {
        const room = pool.room(leaf, now)
        const candidate = jobs.find(
          ({ job, units, choices }) =>
            units <= room && this.at[job] !== board && choices.includes(board) && this.mayLeave(now, job, board),
        )
        if (candidate !== undefined && this.tryAt(now, candidate.job, board, decisions)) return true
      }
    }
    return false
  }

  private mayLeave(now: number, job: number, to: number): boolean {
    return !this.boards[this.at[job]!]!.isClaiming(job) && this.boards[to]!.couldStart(now, job)
  }

  private tryAt(now: number, job: number, board: number, decisions: Decisions): boolean {
    const back = this.at[job]!
    this.moveCounted(job, board)
    const from = decisions.entries.length
    this.boards[board]!.pass(now, decisions)
    this.note(decisions, from)
    if (this.roster.state[job] === RUNNING) {
      this.isDirty[back] = 1
      return true
    }
    const isWaiting = !this.boards[board]!.isClaiming(job)
    if (isWaiting) this.moveCounted(job, back)
    this.isDirty[board] = 0
    this.isDirty[back] = 0
    return decisions.entries.length > from
  }

  private moveCounted(job: number, to: number): void {
    const { leaf, units } = this.roster
    this.boards[this.at[job]!]!.pool.changeDemand(leaf[job]!, -units[job]!)
    this.boards[to]!.pool.changeDemand(leaf[job]!, units[job]!)
    this.move(job, to)
  }

  /** The demand has been counted there already. */
  private move(job: number, to: number): void {
    const from = this.at[job]!
    this.boards[from]!.leave(job)
    this.boards[to]!.join(job)
    this.at[job] = to
    this.spill.moved(job, to)
    this.isDirty[from] = 1
    this.isDirty[to] = 1
  }

  /** Who started no longer waits; who was stopped waits again. */
  private note(decisions: Decisions, from: number): void {
    for (const entry of decisions.entries.slice(from)) {
      const job = entry < 0 ? ~entry : entry
      this.spill.remove(job)
      const { state } = this.roster
      if (entry >= 0 || state[job] === RUNNING || state[job] === OVERDUE) continue
      const choices = this.feasible(job)
      if (choices.length > 1) this.spill.add(job, choices, this.at[job]!)
    }
  }

  private choicesOf(job: number): readonly number[] {
    const { terms } = this.roster
    return terms ? this.choices[terms.of[job]!]! : [0]
  }

  private feasible(job: number): readonly number[] {
    const choices = this.choicesOf(job)
    const able = choices.filter((board) => this.boards[board]!.canEverStart(job))
    return able.length === choices.length ? choices : able
  }
}
