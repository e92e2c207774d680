// Budgets of projects: what is granted by a time, what is charged, what running jobs hold. remaining = granted - charged - held.
// A start holds the cost of the whole requested time, an end charges the time that was used and gives the rest back.
import { assert } from '../kernel/assert.ts'
import { floorProduct } from '../kernel/exact-product.ts'
import type { Award } from './demand.ts'
import type { ShareTreeShape } from './share-tree.ts'

const MILLION = 1_000_000

export type BudgetObstacle =
  | { readonly code: 'award-not-begun'; readonly from: number }
  | { readonly code: 'award-ended'; readonly at: number }
  /** It would end in time with at most this many seconds. */
  | { readonly code: 'award-too-short'; readonly seconds: number }
  /** Even with nothing running there would not be enough. */
  | { readonly code: 'budget-spent'; readonly cost: number; readonly remaining: number }
  | { readonly code: 'budget-held'; readonly cost: number; readonly remaining: number; readonly held: number }

interface Budget {
  readonly award: Award
  charged: number
  held: number
  /** Not carried over from past tranches. */
  forfeited: number
  /** Tranches released so far. */
  released: number
}

/** All amounts in milli-reference-unit-seconds, whatever the flavor of the jobs: one budget pays for all of them. */
export class Budgets {
  private readonly byLeaf = new Map<number, Budget[]>()
  /** Budget that a running job draws on, and what it holds of it. */
  private readonly holds = new Map<number, { readonly budget: Budget; readonly cost: number }>()

  constructor(shape: ShareTreeShape, awards: readonly Award[]) {
    for (const award of awards.toSorted((a, b) => a.validFrom - b.validFrom || a.validTo - b.validTo)) {
      const leaf = shape.indexOf.get(award.project)
      assert(leaf !== undefined && shape.children[leaf]!.length === 0, `${award.project} is a project of the tree`)
      const budgets = this.byLeaf.get(leaf) ?? []
      budgets.push({ award, charged: 0, held: 0, forfeited: 0, released: 0 })
      this.byLeaf.set(leaf, budgets)
    }
  }

  get isEmpty(): boolean {
    return this.byLeaf.size === 0
  }

  /** Why a job may not start now by its project's budget; null: it may. A project without any award is not limited. */
  obstacle(leaf: number, now: number, seconds: number, cost: number): BudgetObstacle | null {
    const budgets = this.byLeaf.get(leaf)
    if (budgets === undefined) return null
    const budget = this.validAt(budgets, now)
    if (budget === null) {
      const next = budgets.find(({ award }) => award.validFrom > now)
      if (next !== undefined) return { code: 'award-not-begun', from: next.award.validFrom }
      return { code: 'award-ended', at: budgets.at(-1)!.award.validTo }
    }
    const { award, held } = budget
    if (now + seconds > award.validTo) return { code: 'award-too-short', seconds: award.validTo - now }
    const remaining = this.remaining(budget, now)
    if (remaining >= cost) return null
    if (remaining + held >= cost) return { code: 'budget-held', cost, remaining, held }
    return { code: 'budget-spent', cost, remaining }
  }

  hold(job: number, leaf: number, now: number, cost: number): void {
    const budgets = this.byLeaf.get(leaf)
    if (budgets === undefined) return
    const budget = this.validAt(budgets, now)
    assert(budget !== null && !this.holds.has(job), 'a job starts under a valid award, once')
    budget.held += cost
    this.holds.set(job, { budget, cost })
  }

  /**
   * The job is over, or stopped: `cost` of what counts is charged, the rest of its hold is free again. A job that ran longer than
   * it asked for is charged more than it held: what was used is always recorded, and the project stands below zero until more is
   * granted. A replay ends jobs at their request; only a live cluster can be late.
   */
  settle(job: number, cost: number, now: number): void {
    const hold = this.holds.get(job)
    if (hold === undefined) return
    this.release(hold.budget, now)
    this.holds.delete(job)
    hold.budget.held -= hold.cost
    hold.budget.charged += cost
  }

  /** The next time after `now` at which something is granted or begins to be valid. */
  nextAt(now: number): number {
    let next = Infinity
    for (const budgets of this.byLeaf.values()) {
      for (const { award } of budgets) {
        if (award.validFrom > now) next = Math.min(next, award.validFrom)
        else if (award.tranche !== null && award.validTo > now) {
          const passed = Math.floor((now - award.validFrom) / award.tranche.everySeconds) + 1
          const at = award.validFrom + passed * award.tranche.everySeconds
          if (at < award.validTo) next = Math.min(next, at)
        }
      }
    }
    return next
  }

  /** Totals of a project now, over its awards; null without one. */
  standing(leaf: number, now: number): { granted: number; charged: number; held: number; remaining: number } | null {
    const budgets = this.byLeaf.get(leaf)
    if (budgets === undefined) return null
    const total = { granted: 0, charged: 0, held: 0, remaining: 0 }
    for (const budget of budgets) {
      total.remaining += this.remaining(budget, now)
      total.granted += this.granted(budget)
      total.charged += budget.charged
      total.held += budget.held
    }
    return total
  }

  private validAt(budgets: readonly Budget[], now: number): Budget | null {
    return budgets.find(({ award }) => award.validFrom <= now && now < award.validTo) ?? null
  }

  private remaining(budget: Budget, now: number): number {
    this.release(budget, now)
    return this.granted(budget) + budget.award.overdraft - budget.charged - budget.held
  }

  private granted({ award, released, forfeited }: Budget): number {
    if (award.tranche === null) return award.milliUnitSeconds
    const millionths = Math.min(MILLION, released * award.tranche.shareMillionths)
    return floorProduct(award.milliUnitSeconds, millionths, MILLION) - forfeited
  }

  /** Releases the tranches that are due; of what the last one left, only a part is carried over. */
  private release(budget: Budget, now: number): void {
    const { tranche, validFrom, validTo } = budget.award
    if (tranche === null || now < validFrom) return
    const due = Math.floor((Math.min(now, validTo - 1) - validFrom) / tranche.everySeconds) + 1
    while (budget.released < due) {
      const left = Math.max(0, this.granted(budget) - budget.charged - budget.held)
      budget.forfeited += left - floorProduct(left, tranche.carryOverMillionths, MILLION)
      budget.released += 1
    }
  }
}
