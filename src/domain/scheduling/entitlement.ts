// Entitlement: what each node should have now, given who wants what. Guarantees first, then what idle nodes lend, by weight.
// Design: bottom-up what each node wants and keeps, top-down what each gets; integers only.
import type { ShareTreeShape } from './share-tree.ts'
import { waterFill, type FillClaim } from './water-fill.ts'

/** Working arrays, kept between calls so that a scheduling cycle makes no garbage. */
export interface EntitlementTable {
  /** Units that a node may and can use now. */
  readonly want: Float64Array
  /** want, plus idle guarantee that it does not lend. */
  readonly keep: Float64Array
  /** The result. A leaf's is at most what it wants. */
  readonly entitlement: Float64Array
}

export function entitlementTable(shape: ShareTreeShape): EntitlementTable {
  const size = shape.ids.length
  return { want: new Float64Array(size), keep: new Float64Array(size), entitlement: new Float64Array(size) }
}

/** `demand` by node index: running + pending units of each leaf; entries of groups are not read. */
export function computeEntitlement(
  shape: ShareTreeShape,
  demand: Float64Array,
  table: EntitlementTable,
  quantum = 1,
): void {
  for (let node = shape.ids.length - 1; node > 0; node -= 1) wantAndKeep(shape, demand, table, node)
  table.entitlement[0] = shape.capacity
  for (let node = 0; node < shape.ids.length; node += 1) {
    const children = shape.children[node]!
    if (children.length > 0) divide(shape, table, { node, children, quantum })
    else if (node > 0) table.entitlement[node] = Math.min(table.entitlement[node]!, table.want[node]!)
  }
}

function wantAndKeep(shape: ShareTreeShape, demand: Float64Array, table: EntitlementTable, node: number): void {
  const children = shape.children[node]!
  let raw = 0
  if (children.length === 0) raw = demand[node]!
  for (const child of children) raw += table.keep[child]!
  const guarantee = shape.guarantee[node]!
  const limit = shape.limit[node]!
  const want = Math.min(limit, guarantee + shape.borrowingLimit[node]!, raw)
  table.want[node] = want
  table.keep[node] = Math.min(limit, Math.max(want, guarantee - shape.lendingLimit[node]!))
}

function divide(
  shape: ShareTreeShape,
  table: EntitlementTable,
  at: { readonly node: number; readonly children: readonly number[]; readonly quantum: number },
): void {
  const { want, keep, entitlement } = table
  const supply = entitlement[at.node]!
  const used = at.children.map((child) => Math.min(want[child]!, shape.guarantee[child]!))
  const floors = at.children.map((child, position) =>
    Math.min(keep[child]!, Math.max(used[position]!, shape.guarantee[child]! - shape.lendingLimit[child]!)),
  )
  const claims = (residual: (position: number) => number, weight: Float64Array, tiers: boolean): FillClaim[] =>
    at.children.map((child, position) => ({
      id: shape.ids[child]!,
      residual: residual(position),
      weight: weight[child]!,
      tier: tiers ? shape.tier[child]! : 0,
    }))
  const give = (start: readonly number[] | null, fill: Float64Array) =>
    at.children.forEach((child, position) => {
      entitlement[child] = (start?.[position] ?? 0) + fill[position]!
    })
  const floorSum = sum(floors)
  const usedSum = sum(used)
  if (floorSum <= supply) {
    const surplus = claims((p) => keep[at.children[p]!]! - floors[p]!, shape.weight, true)
    give(floors, waterFill(supply - floorSum, surplus, at.quantum))
  } else if (usedSum <= supply) {
    // Less than what the nodes hold back: idle reserves go first.
    const reserves = claims((p) => floors[p]! - used[p]!, shape.guarantee, false)
    give(used, waterFill(supply - usedSum, reserves, at.quantum))
  } else {
    // Capacity below the guarantees in use: scale them.
    const scaled = claims((p) => used[p]!, shape.guarantee, false)
    give(null, waterFill(supply, scaled, at.quantum))
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
