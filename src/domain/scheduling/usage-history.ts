// Past use, forgotten at a half-life, lowers a node's weight in what is left over: w' = w x 2^-(influence x h).
// What is kept is use multiplied by 2^(time / half-life) since a reference time, so nothing has to be touched while time
// goes by: a change costs the path of its leaf, and asking twice gives what asking once would have given.
import type { Ratio } from '../kernel/ratio.ts'
import type { HistoryRule } from '../policy/pool-rules.ts'
import { halvedExactly, halvedInSteps } from './halving.ts'
import type { ShareAccount } from './share-account.ts'
import type { ShareTreeShape } from './share-tree.ts'

/** Supply x sum of sibling weights stays below this, with room for the remainders of a water fill. */
const PRODUCT_MAX = 2 ** 52
/** Finer weights than this give nobody another unit. */
const SCALE_MAX = 2 ** 24
/** The reference moves on before 2^(time / half-life) leaves the range in which sums are exact enough. */
const HALF_LIVES_MAX = 512

export class UsageHistory {
  private readonly shape: ShareTreeShape
  private readonly rule: HistoryRule
  private readonly account: ShareAccount | null
  private readonly allocated: Float64Array
  /** Decayed use by node index up to `changedAt`, times 2^((changedAt - reference) / half-life). */
  private readonly weighted: Float64Array
  private readonly changedAt: Float64Array
  private reference: number
  private readonly result: Float64Array

  /** `account`: whose debts count by `debtInfluence`; null: debts do not count. */
  constructor(shape: ShareTreeShape, rule: HistoryRule, startAt = 0, account: ShareAccount | null = null) {
    this.shape = shape
    this.rule = rule
    this.account = account
    this.reference = startAt
    this.allocated = new Float64Array(shape.ids.length)
    this.weighted = new Float64Array(shape.ids.length)
    this.changedAt = new Float64Array(shape.ids.length).fill(startAt)
    this.result = Float64Array.from(shape.weight)
  }

  /** Units start (positive) or end (negative) in a leaf. Times never go back. */
  changed(time: number, leaf: number, units: number): void {
    if (time - this.reference > HALF_LIVES_MAX * this.rule.halfLifeSeconds) this.moveReference(time)
    const growth = this.growthAt(time)
    for (let node = leaf; node !== -1; node = this.shape.parent[node]!) {
      this.weighted[node] = this.weightedAt(node, growth)
      this.changedAt[node] = time
      this.allocated[node]! += units
    }
  }

  /**
   * Charged unit-seconds of the node, decayed: what was used at time s counts 0.5^((now - s) / half-life). Closed form for
   * units r that are constant from a to b: r x half-life / ln 2 x (2^(b/h) - 2^(a/h)) x 2^(-now/h).
   */
  usage(node: number, now: number): number {
    const growth = this.growthAt(now)
    return this.weightedAt(node, growth) / growth
  }

  /**
   * Weight by node index for the water fill: whole numbers in the proportions w x 2^-(k x h + d x o), where h is the node's
   * share of the decayed use of its group's children, o its share of what they owe together, k `influence` and d
   * `debtInfluence`. In each group they are multiplied by one scale, the largest power of two, at most 2^24, with which
   * capacity x sum of weights stays below 2^52, and rounded down, but a weight above 0 stays at least 1. Without any use
   * or debt, or with both influences 0, they are in the exact proportions of the policy's weights; the water fill then
   * gives the same. All arithmetic is in steps that IEEE 754 defines: the same bytes on every machine.
   * The array is reused by the next call.
   */
  weights(now: number): Float64Array {
    const k = ratioOf(this.rule.influence)
    const d = this.account === null ? 0 : ratioOf(this.rule.debtInfluence)
    if (k === 0 && d === 0) return this.result
    const growth = this.growthAt(now)
    for (const children of this.shape.children) if (children.length > 0) this.weigh(children, { now, growth, k, d })
    return this.result
  }

  private weigh(
    children: readonly number[],
    at: { readonly now: number; readonly growth: number; readonly k: number; readonly d: number },
  ): void {
    let [used, owed, weights] = [0, 0, 0]
    for (const child of children) {
      weights += this.shape.weight[child]!
      if (at.k > 0) used += this.weightedAt(child, at.growth)
      if (at.d > 0) owed += this.owedBy(child, at.now)
    }
    let scale = SCALE_MAX
    while (scale > 1 && scale * weights * this.shape.capacity >= PRODUCT_MAX) scale /= 2
    for (const child of children) {
      const h = used > 0 ? this.weightedAt(child, at.growth) / used : 0
      const o = owed > 0 ? this.owedBy(child, at.now) / owed : 0
      const weight = this.shape.weight[child]!
      const lowered = Math.floor(weight * scale * halvedInSteps(at.k * h + at.d * o))
      this.result[child] = weight > 0 ? Math.max(1, lowered) : 0
    }
  }

  private owedBy(node: number, now: number): number {
    return Math.max(0, this.account?.debt(node, now) ?? 0)
  }

  /** 2^((time - reference) / half-life); whole half-lives are split off first, so that they double it exactly. */
  private growthAt(time: number): number {
    const halfLife = this.rule.halfLifeSeconds
    const elapsed = time - this.reference
    const whole = Math.ceil(elapsed / halfLife)
    return 2 ** whole * halvedExactly((whole * halfLife - elapsed) / halfLife)
  }

  private weightedAt(node: number, growth: number): number {
    const inUse = this.allocated[node]!
    const over = inUse - this.shape.guarantee[node]!
    const charged = this.rule.chargeOnly === 'everything' ? inUse : over > 0 ? over : 0
    if (charged === 0) return this.weighted[node]!
    const since = this.growthAt(this.changedAt[node]!)
    return this.weighted[node]! + ((charged * this.rule.halfLifeSeconds) / Math.LN2) * (growth - since)
  }

  /** By whole half-lives, so that every sum is halved without rounding. */
  private moveReference(time: number): void {
    const whole = Math.floor((time - this.reference) / this.rule.halfLifeSeconds)
    const growth = this.growthAt(time)
    for (let node = 0; node < this.weighted.length; node += 1) {
      this.weighted[node] = this.weightedAt(node, growth)
      this.changedAt[node] = time
    }
    this.reference += whole * this.rule.halfLifeSeconds
    for (let node = 0; node < this.weighted.length; node += 1) this.weighted[node] = halve(this.weighted[node]!, whole)
  }
}

function halve(value: number, times: number): number {
  let halved = value
  for (let left = times; left > 0 && halved > 0; left -= 1000) halved *= 2 ** -Math.min(left, 1000)
  return halved
}

function ratioOf(ratio: Ratio): number {
  return ratio.numerator / ratio.denominator
}
