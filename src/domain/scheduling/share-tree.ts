// The share tree of one flavor, laid out in arrays: who holds how much, and may this start?
// Headroom is Kueue's `available()` (pkg/cache/scheduler/resource_node.go) with one difference in convention: here a
// group's guarantee covers its children's, so the quota of its own is the rest; and a limit stands on every ancestor.
import { assert } from '../kernel/assert.ts'
import type { ShareNode } from '../policy/policy.ts'

/** "No bound" in the limit arrays: far above any pool, and sums of it stay exact integers. */
export const UNBOUNDED = 2 ** 50

/** Why units may not start now. The first three wait for the own tree, the last two for capacity. */
export type StartObstacle = 'limit-reached' | 'borrowing-limit-reached' | 'lending-withheld' | 'pool-full'

/** The unchanging part: index 0 is the pool itself, parents stand before their children. Units are whole cards. */
export interface ShareTreeShape {
  readonly capacity: number
  readonly ids: readonly string[]
  readonly indexOf: ReadonlyMap<string, number>
  readonly parent: Int32Array
  readonly children: readonly (readonly number[])[]
  /** From each node up to the node below the pool. */
  readonly pathUp: readonly Int32Array[]
  readonly guarantee: Float64Array
  readonly weight: Float64Array
  readonly tier: Float64Array
  readonly limit: Float64Array
  readonly borrowingLimit: Float64Array
  readonly lendingLimit: Float64Array
  /** Guarantee that is seen by the parent and by this node: own rest + what the children lend. */
  readonly visibleQuota: Float64Array
  /** Part of visibleQuota that is kept from everybody outside this node. */
  readonly withheldQuota: Float64Array
}

/** The changing part: what is allocated in each subtree, and how much of that each node has drawn as Kueue counts it. */
export interface TreeUse {
  readonly allocated: Float64Array
  readonly usage: Float64Array
}

export function treeShape(nodes: readonly ShareNode[], flavor: string, capacity: number): ShareTreeShape {
  const ids = ['', ...nodes.map((node) => node.id)]
  const indexOf = new Map(ids.map((id, index) => [id, index]))
  const parent = new Int32Array(ids.length).fill(-1)
  const children: number[][] = ids.map(() => [])
  const column = (read: (node: ShareNode) => number, rootValue: number) =>
    Float64Array.from([rootValue, ...nodes.map(read)])
  nodes.forEach((node, position) => {
    const up = node.parent === null ? 0 : indexOf.get(node.parent)
    assert(up !== undefined && up <= position, `parent of ${node.id} stands before it`)
    parent[position + 1] = up
    children[up]?.push(position + 1)
  })
  const shape = {
    capacity,
    ids,
    indexOf,
    parent,
    children,
    pathUp: ids.map((_, node) => pathUp(parent, node)),
    guarantee: column((node) => node.guarantee[flavor] ?? 0, capacity),
    weight: column((node) => node.weight, 1),
    tier: column((node) => node.tier, 0),
    limit: column((node) => node.limit[flavor] ?? UNBOUNDED, capacity),
    borrowingLimit: column((node) => node.borrowingLimit[flavor] ?? UNBOUNDED, 0),
    lendingLimit: column((node) => node.lendingLimit[flavor] ?? UNBOUNDED, 0),
    visibleQuota: new Float64Array(ids.length),
    withheldQuota: new Float64Array(ids.length),
  }
  fillQuotas(shape)
  return shape
}

function pathUp(parent: Int32Array, from: number): Int32Array {
  const path: number[] = []
  for (let node = from; node > 0; node = parent[node]!) path.push(node)
  return Int32Array.from(path)
}

/** A pool without a policy: one project that owns everything. */
export function singleProjectShape(capacity: number): ShareTreeShape {
  const everything = { pool: capacity }
  return treeShape(
    [
      {
        id: 'pool',
        parent: null,
        kind: 'project',
        title: {},
        guarantee: everything,
        weight: 1,
        tier: 0,
        limit: {},
        borrowingLimit: {},
        lendingLimit: {},
      },
    ],
    'pool',
    capacity,
  )
}

function fillQuotas(shape: ShareTreeShape): void {
  const { children, guarantee, lendingLimit, visibleQuota, withheldQuota } = shape
  for (let node = shape.ids.length - 1; node >= 0; node -= 1) {
    let covered = 0
    let lent = 0
    for (const child of children[node] ?? []) {
      covered += guarantee[child]!
      lent += visibleQuota[child]! - withheldQuota[child]!
    }
    visibleQuota[node] = guarantee[node]! - covered + lent
    withheldQuota[node] = node === 0 ? 0 : Math.max(0, visibleQuota[node]! - lendingLimit[node]!)
  }
}

export function emptyUse(shape: ShareTreeShape): TreeUse {
  return { allocated: new Float64Array(shape.ids.length), usage: new Float64Array(shape.ids.length) }
}

export function copyUse(from: TreeUse, to: TreeUse): void {
  to.allocated.set(from.allocated)
  to.usage.set(from.usage)
}

export function allocate(shape: ShareTreeShape, use: TreeUse, leaf: number, units: number): void {
  let drawn = units
  for (let node = leaf; node !== -1; node = shape.parent[node]!) {
    use.allocated[node]! += units
    const kept = Math.max(0, shape.withheldQuota[node]! - use.usage[node]!)
    use.usage[node]! += drawn
    drawn = Math.max(0, drawn - kept)
  }
}

export function release(shape: ShareTreeShape, use: TreeUse, leaf: number, units: number): void {
  let returned = units
  for (let node = leaf; node !== -1; node = shape.parent[node]!) {
    use.allocated[node]! -= units
    const drawnFromParent = Math.max(0, use.usage[node]! - shape.withheldQuota[node]!)
    use.usage[node]! -= returned
    returned = Math.min(returned, drawnFromParent)
  }
  assert(use.allocated[leaf]! >= 0, 'no more is released than was allocated')
}

/** Units that may start in `leaf` now. `kept`: units of the pool that are there but kept for somebody else. */
export function headroom(shape: ShareTreeShape, use: TreeUse, leaf: number, kept = 0): number {
  return roomFor(shape, use, leaf, kept, true)
}

function roomFor(shape: ShareTreeShape, use: TreeUse, leaf: number, kept: number, borrowingLimits: boolean): number {
  const path = shape.pathUp[leaf]!
  let belowLimits = shape.limit[0]! - use.allocated[0]! - kept
  let available = shape.visibleQuota[0]! - use.usage[0]! - kept
  // From the pool down: what a node may still take from above plus what it kept for itself.
  for (let step = path.length - 1; step >= 0; step -= 1) {
    const node = path[step]!
    belowLimits = Math.min(belowLimits, shape.limit[node]! - use.allocated[node]!)
    const withheld = shape.withheldQuota[node]!
    const usage = use.usage[node]!
    if (borrowingLimits) {
      const fromAbove =
        shape.visibleQuota[node]! - withheld - Math.max(0, usage - withheld) + shape.borrowingLimit[node]!
      available = Math.min(available, fromAbove)
    }
    available += Math.max(0, withheld - usage)
  }
  return Math.min(available, belowLimits)
}

/** May `units` start in `leaf` now? null when nothing is in the way, else the first obstacle in order of checking. */
export function obstacle(
  shape: ShareTreeShape,
  use: TreeUse,
  leaf: number,
  units: number,
  kept = 0,
): StartObstacle | null {
  if (headroom(shape, use, leaf, kept) >= units) return null
  for (let node = leaf; node > 0; node = shape.parent[node]!) {
    if (use.allocated[node]! + units > shape.limit[node]!) return 'limit-reached'
  }
  if (shape.capacity - use.allocated[0]! - kept < units) return 'pool-full'
  return roomFor(shape, use, leaf, kept, false) >= units ? 'borrowing-limit-reached' : 'lending-withheld'
}
