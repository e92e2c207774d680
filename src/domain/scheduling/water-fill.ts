// Max-min division of what is left: everyone gets in proportion to weight, nobody more than it can use.
import { compareIds } from '../kernel/apportion.ts'

export interface FillClaim {
  readonly id: string
  /** Units that this claimant can still use. */
  readonly residual: number
  readonly weight: number
  readonly tier: number
}

/**
 * Divides `supply` units (a whole number) by weighted max-min: higher tiers first; in a tier positive weights first, then
 * weight 0 equally. What is left by rounding to `quantum` goes by largest remainder, ties to the smaller id; less than
 * a quantum stays. Never gives more than a residual. Products must stay below 2^53.
 */
export function waterFill(supply: number, claims: readonly FillClaim[], quantum = 1): Float64Array {
  const given = new Float64Array(claims.length)
  let left = supply
  const groups = [...new Set(claims.map((claim) => claim.tier))].toSorted((a, b) => b - a)
  for (const tier of groups) {
    for (const isWeighted of [true, false]) {
      const members: number[] = []
      claims.forEach((claim, position) => {
        if (claim.tier === tier && claim.weight > 0 === isWeighted && claim.residual > 0) members.push(position)
      })
      left -= fillEqually(left, claims, members, { isWeighted, quantum }, given)
    }
  }
  return given
}

function fillEqually(
  supply: number,
  claims: readonly FillClaim[],
  members: readonly number[],
  rule: { readonly isWeighted: boolean; readonly quantum: number },
  given: Float64Array,
): number {
  const weightOf = (position: number) => (rule.isWeighted ? claims[position]!.weight : 1)
  const open = members.toSorted((a, b) => {
    const byNeed = claims[a]!.residual * weightOf(b) - claims[b]!.residual * weightOf(a)
    return byNeed !== 0 ? byNeed : compareIds(claims[a]!.id, claims[b]!.id)
  })
  let left = supply
  let weightSum = open.reduce((sum, position) => sum + weightOf(position), 0)
  let next = 0
  while (next < open.length) {
    const position = open[next]!
    const { residual } = claims[position]!
    if (residual * weightSum > left * weightOf(position)) break
    given[position] = residual
    left -= residual
    weightSum -= weightOf(position)
    next += 1
  }
  left -= shareOut(left, claims, open.slice(next), { weightOf, weightSum, quantum: rule.quantum }, given)
  return supply - left
}

/** Nobody of `unsatisfied` can be served whole: floors to the quantum, then the largest remainders one quantum each. */
function shareOut(
  supply: number,
  claims: readonly FillClaim[],
  unsatisfied: readonly number[],
  by: { readonly weightOf: (position: number) => number; readonly weightSum: number; readonly quantum: number },
  given: Float64Array,
): number {
  let handedOut = 0
  const remainders = unsatisfied.map((position) => {
    const product = supply * by.weightOf(position)
    const whole = Math.floor(product / (by.weightSum * by.quantum)) * by.quantum
    given[position] = whole
    handedOut += whole
    return { position, remainder: product - whole * by.weightSum }
  })
  remainders.sort((a, b) => b.remainder - a.remainder || compareIds(claims[a.position]!.id, claims[b.position]!.id))
  for (const { position } of remainders) {
    const more = Math.min(by.quantum, claims[position]!.residual - given[position]!)
    if (more <= 0 || handedOut + more > supply) continue
    given[position]! += more
    handedOut += more
  }
  return handedOut
}
