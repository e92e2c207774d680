// Max-min division of what is left: everyone gets in proportion to weight, nobody more than it can use.
import { compareIds } from '../kernel/apportion.ts'
import { compareProducts, floorProduct, productDifference } from '../kernel/exact-product.ts'

export interface FillClaim {
  readonly id: string
  /** Units that this claimant can still use. */
  readonly residual: number
  readonly weight: number
  readonly tier: number
}

/** As WaterFill, for claims at hand. */
export function waterFill(supply: number, claims: readonly FillClaim[], quantum = 1): Float64Array {
  const fill = new WaterFill(claims.length)
  const ranks = claims.map((_, position) => position).toSorted((a, b) => compareIds(claims[a]!.id, claims[b]!.id))
  ranks.forEach((position, rank) => (fill.rank[position] = rank))
  claims.forEach((claim, position) => {
    fill.residual[position] = claim.residual
    fill.weight[position] = claim.weight
    fill.tier[position] = claim.tier
  })
  fill.run(supply, claims.length, quantum)
  return fill.given.slice(0, claims.length)
}

/**
 * Divides whole units by weighted max-min: higher tiers first; in a tier positive weights first, then weight 0 equally. What
 * is left by rounding to `quantum` goes by largest remainder, ties to the smaller id; less than a quantum stays. Never gives
 * more than a residual. The arrays are filled by the caller and kept between calls, so that a scheduling cycle makes no garbage.
 */
export class WaterFill {
  /** Units that the claimant can still use. */
  residual: Float64Array
  weight: Float64Array
  tier: Float64Array
  /** Order of the ids: ties go to the smaller. */
  rank: Int32Array
  /** The result. */
  given: Float64Array
  private open: Int32Array
  private remainder: Float64Array

  constructor(size: number) {
    this.residual = new Float64Array(size)
    this.weight = new Float64Array(size)
    this.tier = new Float64Array(size)
    this.rank = new Int32Array(size)
    this.given = new Float64Array(size)
    this.open = new Int32Array(size)
    this.remainder = new Float64Array(size)
  }

  /** Divides `supply` among the first `count` claimants. Returns what stays. */
  run(supply: number, count: number, quantum: number): number {
    const { residual, given } = this
    let asked = 0
    for (let at = 0; at < count; at += 1) asked += residual[at]!
    if (asked <= supply) {
      for (let at = 0; at < count; at += 1) given[at] = residual[at]!
      return supply - asked
    }
    given.fill(0, 0, count)
    let left = supply
    for (let tier = this.tierBelow(Infinity, count); tier > -Infinity; tier = this.tierBelow(tier, count)) {
      left = this.fillTier(left, count, { tier, isWeighted: true, quantum })
      left = this.fillTier(left, count, { tier, isWeighted: false, quantum })
    }
    return left
  }

  private tierBelow(bound: number, count: number): number {
    let highest = -Infinity
    for (let at = 0; at < count; at += 1) {
      const tier = this.tier[at]!
      if (tier < bound && tier > highest) highest = tier
    }
    return highest
  }

  private fillTier(
    supply: number,
    count: number,
    by: { readonly tier: number; readonly isWeighted: boolean; readonly quantum: number },
  ): number {
    const { residual, weight, open, given } = this
    let members = 0
    let weightSum = 0
    for (let at = 0; at < count; at += 1) {
      if (this.tier[at] !== by.tier || weight[at]! > 0 !== by.isWeighted || residual[at]! <= 0) continue
      open[members] = at
      members += 1
      weightSum += by.isWeighted ? weight[at]! : 1
    }
    // Whoever can be served whole at this level is; that never lowers the level for the others, so no order is needed.
    let left = supply
    for (let isServed = true; isServed && members > 0;) {
      isServed = false
      const [level, sum] = [left, weightSum]
      let kept = 0
      for (let member = 0; member < members; member += 1) {
        const at = open[member]!
        const own = by.isWeighted ? weight[at]! : 1
        if (compareProducts(residual[at]!, sum, level, own) <= 0) {
          given[at] = residual[at]!
          left -= residual[at]!
          weightSum -= own
          isServed = true
        } else {
          open[kept] = at
          kept += 1
        }
      }
      members = kept
    }
    return members === 0 ? left : this.shareOut(left, members, weightSum, by)
  }

  /** Nobody of the open ones can be served whole: floors to the quantum, then the largest remainders one quantum each. */
  private shareOut(
    supply: number,
    members: number,
    weightSum: number,
    by: { readonly isWeighted: boolean; readonly quantum: number },
  ): number {
    const { open, given, remainder, residual, weight } = this
    let left = supply
    for (let member = 0; member < members; member += 1) {
      const at = open[member]!
      const own = by.isWeighted ? weight[at]! : 1
      const whole = Math.floor(floorProduct(supply, own, weightSum) / by.quantum) * by.quantum
      given[at] = whole
      left -= whole
      remainder[at] = productDifference(supply, own, whole, weightSum)
    }
    if (left < by.quantum) return left
    if (by.quantum === 1) {
      // Whoever is open can use one more, and less is left than there are of them: who they are is enough.
      this.selectFirst(left, members)
      for (let member = 0; member < left; member += 1) given[open[member]!]! += 1
      return 0
    }
    const order = open.subarray(0, members)
    order.sort((a, b) => this.byRemainder(a, b))
    for (const at of order) {
      // Less than a quantum stays, whoever could use it: it would go to the one that comes first by chance of its size.
      if (left < by.quantum) break
      const more = Math.min(by.quantum, residual[at]! - given[at]!)
      given[at]! += more
      left -= more
    }
    return left
  }

  /** Negative when `a` comes first: the larger remainder, then the smaller id. */
  private byRemainder(a: number, b: number): number {
    return this.remainder[b]! - this.remainder[a]! || this.rank[a]! - this.rank[b]!
  }

  /** Puts the first `count` of the open ones before the others, in no order (Hoare's selection). */
  private selectFirst(count: number, members: number): void {
    const { open } = this
    let [low, high] = [0, members - 1]
    while (low < high) {
      const pivot = open[(low + high) >>> 1]!
      let [left, right] = [low, high]
      while (left <= right) {
        while (this.byRemainder(open[left]!, pivot) < 0) left += 1
        while (this.byRemainder(open[right]!, pivot) > 0) right -= 1
        if (left > right) break
        const swapped = open[left]!
        open[left] = open[right]!
        open[right] = swapped
        left += 1
        right -= 1
      }
      if (count <= right + 1) high = right
      else if (count > left) low = left
      else return
    }
  }
}
