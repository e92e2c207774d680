// Who was stopped for whom, by node of the tree: how often, and how much work was lost.
import type { ShareTreeShape } from '../domain/scheduling/share-tree.ts'

/**
 * reclaim: its owner came. preempt: a higher priority of the same project. rebalance: towards the entitlements. capacity:
 * the pool lost units. window: a reservation or maintenance began. budget: the award was used up or over.
 */
export const EVICTION_KINDS = ['reclaim', 'preempt', 'rebalance', 'capacity', 'window', 'budget'] as const
export type EvictionKind = (typeof EVICTION_KINDS)[number]

export interface Eviction {
  readonly kind: EvictionKind
  /** Leaf of the job that was stopped. */
  readonly leaf: number
  readonly units: number
  /** Units x seconds since its last checkpoint. */
  readonly lostUnitSeconds: number
  /** Leaf of the job for which it was stopped; null: for none. */
  readonly forLeaf: number | null
}

/** By kind (place in EVICTION_KINDS) and node index; entry 0 is the pool. */
export interface EvictionTally {
  readonly suffered: readonly Float64Array[]
  readonly caused: readonly Float64Array[]
  /** Unit-seconds lost, by node index. */
  readonly lost: Float64Array
}

export function evictionTally(nodes: number): EvictionTally {
  const byKind = () => EVICTION_KINDS.map(() => new Float64Array(nodes))
  return { suffered: byKind(), caused: byKind(), lost: new Float64Array(nodes) }
}

/** A group has what its projects have, its own quarrels within included. */
export function tallyEviction(shape: ShareTreeShape, tally: EvictionTally, eviction: Eviction): void {
  const kind = EVICTION_KINDS.indexOf(eviction.kind)
  for (let node = eviction.leaf; node !== -1; node = shape.parent[node]!) {
    tally.suffered[kind]![node]! += 1
    tally.lost[node]! += eviction.lostUnitSeconds
  }
  if (eviction.forLeaf === null) return
  for (let node = eviction.forLeaf; node !== -1; node = shape.parent[node]!) tally.caused[kind]![node]! += 1
}
