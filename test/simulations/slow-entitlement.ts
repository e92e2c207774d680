// Entitlement as the policy model writes it, by recursion and in whole fractions: the oracle of the keeper that only works out
// what a change can reach.
import type { ShareNode } from '../../src/domain/policy/policy.ts'

export interface SlowRules {
  readonly quantum: number
  readonly onCapacityLoss: 'scale' | 'order(tier)'
}

/** Entitlement by id. `demand` and `weight` by id; capacity may be below the guarantees. */
export function slowEntitlement(
  nodes: readonly ShareNode[],
  capacity: number,
  demand: ReadonlyMap<string, number>,
  { quantum, onCapacityLoss }: SlowRules,
): ReadonlyMap<string, number> {
  const childrenOf = (id: string | null) => nodes.filter((node) => node.parent === id)
  const guarantee = (node: ShareNode) => node.guarantee['gpu'] ?? 0
  const bound = (units: number | undefined) => units ?? Infinity
  const want = new Map<string, number>()
  const keep = new Map<string, number>()
  const judge = (node: ShareNode): number => {
    const children = childrenOf(node.id)
    const raw =
      children.length === 0 ? (demand.get(node.id) ?? 0) : children.reduce((sum, child) => sum + judge(child), 0)
    const limit = bound(node.limit['gpu'])
    const wanted = Math.min(limit, guarantee(node) + bound(node.borrowingLimit['gpu']), raw)
    const kept = Math.min(limit, Math.max(wanted, guarantee(node) - bound(node.lendingLimit['gpu'])))
    want.set(node.id, wanted)
    keep.set(node.id, kept)
    return kept
  }
  childrenOf(null).forEach(judge)
  const entitlement = new Map<string, number>()
  const divide = (supply: number, children: readonly ShareNode[]): void => {
    const used = new Map(children.map((child) => [child.id, Math.min(want.get(child.id)!, guarantee(child))]))
    const floor = new Map(
      children.map((child) => {
        const held = Math.max(used.get(child.id)!, guarantee(child) - bound(child.lendingLimit['gpu']))
        return [child.id, Math.min(keep.get(child.id)!, held)]
      }),
    )
    const sum = (of: ReadonlyMap<string, number>) => children.reduce((total, child) => total + of.get(child.id)!, 0)
    const isTiered = onCapacityLoss === 'order(tier)'
    const claims = (start: ReadonlyMap<string, number> | null, goal: ReadonlyMap<string, number>, byWeight: boolean) =>
      children.map((child) => ({
        id: child.id,
        residual: goal.get(child.id)! - (start?.get(child.id) ?? 0),
        weight: byWeight ? child.weight : guarantee(child),
        tier: byWeight || isTiered ? child.tier : 0,
      }))
    let start: ReadonlyMap<string, number> | null = null
    let more: ReadonlyMap<string, number>
    if (sum(floor) <= supply) {
      start = floor
      more = fill(supply - sum(floor), claims(floor, keep, true), quantum)
    } else if (sum(used) <= supply) {
      start = used
      more = fill(supply - sum(used), claims(used, floor, false), quantum)
    } else more = fill(supply, claims(null, used, false), quantum)
    for (const child of children) {
      const units = (start?.get(child.id) ?? 0) + more.get(child.id)!
      const below = childrenOf(child.id)
      entitlement.set(child.id, below.length === 0 ? Math.min(units, want.get(child.id)!) : units)
      divide(units, below)
    }
  }
  divide(Math.max(0, capacity), childrenOf(null))
  return entitlement
}

interface Claim {
  readonly id: string
  readonly residual: number
  readonly weight: number
  readonly tier: number
}

function fill(supply: number, claims: readonly Claim[], quantum: number): ReadonlyMap<string, number> {
  const given = new Map(claims.map(({ id }) => [id, 0]))
  let left = supply
  // Who can be served whole leaves nothing to round.
  if (claims.reduce((sum, claim) => sum + claim.residual, 0) <= supply) {
    return new Map(claims.map(({ id, residual }) => [id, residual]))
  }
  for (const tier of [...new Set(claims.map((claim) => claim.tier))].toSorted((a, b) => b - a)) {
    for (const isWeighted of [true, false]) {
      const group = claims.filter(
        (claim) => claim.tier === tier && claim.weight > 0 === isWeighted && claim.residual > 0,
      )
      left = fillGroup(left, group, isWeighted, quantum, given)
    }
  }
  return given
}

function fillGroup(
  supply: number,
  group: readonly Claim[],
  isWeighted: boolean,
  quantum: number,
  given: Map<string, number>,
): number {
  const weightOf = (claim: Claim) => BigInt(isWeighted ? claim.weight : 1)
  const open = group.toSorted((a, b) => Number(BigInt(a.residual) * weightOf(b) - BigInt(b.residual) * weightOf(a)))
  let left = BigInt(supply)
  let weights = open.reduce((sum, claim) => sum + weightOf(claim), 0n)
  while (open.length > 0 && BigInt(open[0]!.residual) * weights <= left * weightOf(open[0]!)) {
    const served = open.shift()!
    given.set(served.id, served.residual)
    left -= BigInt(served.residual)
    weights -= weightOf(served)
  }
  if (open.length === 0) return Number(left)
  const level = left
  const remainders = open.map((claim) => {
    const exact = level * weightOf(claim)
    const whole = (exact / weights / BigInt(quantum)) * BigInt(quantum)
    given.set(claim.id, Number(whole))
    left -= whole
    return { claim, remainder: exact - whole * weights }
  })
  remainders.sort((a, b) => Number(b.remainder - a.remainder) || (a.claim.id < b.claim.id ? -1 : 1))
  for (const { claim } of remainders) {
    // Less than a quantum stays with the group.
    if (left < BigInt(quantum)) break
    const units = Math.min(quantum, claim.residual - given.get(claim.id)!)
    given.set(claim.id, given.get(claim.id)! + units)
    left -= BigInt(units)
  }
  return Number(left)
}
