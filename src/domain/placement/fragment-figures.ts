// Why a job does not lie though enough is free: what is free, what of it lies together, and with what pods it would lie.
import type { NodePool } from './node-pool.ts'
import type { PlacementRequest } from './placement-request.ts'

/** Units are those of the board. */
export interface FragmentFigures {
  /** Level whose cell must hold the job: the node for one pod, else the required level; null: the whole pool. */
  readonly level: string | null
  readonly freeUnits: number
  readonly pods: number
  readonly unitsPerPod: number
  /** Pods of this size that would lie now, in the best cell of the level. */
  readonly podsThatFit: number
  /** Most units of ONE pod that would lie now. */
  readonly largestPod: number
  /** With pods of this size, in the level (null: anywhere), the same units would lie; null: not as whole cards either. */
  readonly smallerPods: { readonly unitsPerPod: number; readonly level: string | null } | null
}

/** Of the pool as the job sees it now. */
export function fragmentFigures(nodes: NodePool, request: PlacementRequest): FragmentFigures {
  const { grainsPerUnit, layout } = nodes
  const isOnePod = request.pods === 1 && request.restUnits === 0
  const level = isOnePod ? layout.levels[0] : layout.levels[request.highestLevel]
  const smaller = request.grains > 0 ? null : smallerPods(nodes, request)
  return {
    level: level?.name ?? null,
    freeUnits: nodes.freeGrains,
    pods: request.pods,
    unitsPerPod: request.units * grainsPerUnit + request.grains,
    podsThatFit: nodes.obstacle(request)?.podsThatFit ?? request.pods,
    largestPod: request.grains > 0 ? nodes.mostFreeGrains(request.kind) : nodes.mostFreeUnits * grainsPerUnit,
    smallerPods:
      smaller === null
        ? null
        : { unitsPerPod: smaller.units * grainsPerUnit, level: layout.levels[smaller.highestLevel]?.name ?? null },
  }
}

/** The same cards in equal pods: as large as would lie, in the level that is asked if that is possible at all. */
export function smallerPods(nodes: NodePool, request: PlacementRequest): PlacementRequest | null {
  const cards = request.pods * request.units + request.restUnits
  for (const highestLevel of new Set([request.highestLevel, nodes.layout.levels.length])) {
    for (let units = Math.min(request.units, cards); units > 0; units -= 1) {
      if (cards % units !== 0) continue
      const smaller = { pods: cards / units, units, restUnits: 0, grains: 0, kind: 0, highestLevel }
      if (nodes.fits(smaller)) return smaller
    }
  }
  return null
}
