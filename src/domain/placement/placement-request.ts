// What is to be placed, in the pool's own numbers: pods of whole cards, one smaller pod for the rest, or pods of a part of a card.
import { accept, refuse, type Result } from '../kernel/result.ts'
import type { Gang } from '../scheduling/demand.ts'
import type { CellLayout } from './cell-layout.ts'

/** Made once for a job by `placementRequest`, then asked and placed as often as needed without new objects. */
export interface PlacementRequest {
  readonly pods: number
  /** Whole cards of each pod; 0: each pod has `grains` on one card. */
  readonly units: number
  /** Whole cards of one more pod, fewer than a node has; 0: no such pod. */
  readonly restUnits: number
  /** Grains on ONE card, fewer than a card has; 0: whole cards. */
  readonly grains: number
  /** What a card is cut for when parts of it are given out: 0 shares of any size, 1 and up slices of one kind. */
  readonly kind: number
  /** Level whose cell must hold all pods; the layout's number of levels: the pool may be searched. */
  readonly highestLevel: number
}

export type PlacementRequestRefusal =
  | 'nothing-asked'
  | 'pod-larger-than-node'
  | 'part-larger-than-card'
  | 'level-unknown'
  | 'larger-than-cell'
  | 'larger-than-pool'

export interface WhatIsAsked {
  /** Whole cards without a gang: pods of a whole node and one for the rest. */
  readonly units: number
  readonly gang: Gang | null
  /** A part of a card for each pod of the gang (or for the only pod) instead of whole cards; 0: whole cards. */
  readonly grainsPerPod: number
  /** Of the parts. Absent: 0. */
  readonly kind?: number
}

/** Refused: what could not lie in the empty pool either. The first reason that holds is given. */
export function placementRequest(
  layout: CellLayout,
  grainsPerUnit: number,
  asked: WhatIsAsked,
): Result<PlacementRequest, PlacementRequestRefusal> {
  const highestLevel = levelOf(layout, asked.gang)
  if (highestLevel === -1) return refuse('level-unknown')
  const request = requestOf(layout, asked, highestLevel)
  if (request.pods + request.restUnits < 1 || (request.grains === 0 && request.units < 1)) {
    return refuse('nothing-asked')
  }
  if (request.grains >= grainsPerUnit && request.grains > 0) return refuse('part-larger-than-card')
  if (request.units > Math.min(layout.unitsPerNode, layout.capacity)) return refuse('pod-larger-than-node')
  if (podsIn(layout, request, grainsPerUnit, layout.capacity) < request.pods) return refuse('larger-than-pool')
  if (request.pods * request.units + request.restUnits > layout.capacity) return refuse('larger-than-pool')
  const level = layout.levels[highestLevel]
  if (level === undefined) return accept(request)
  const units = Math.min(level.nodesPerCell * layout.unitsPerNode, layout.capacity)
  const isTooLarge = podsIn(layout, request, grainsPerUnit, units) < request.pods
  return isTooLarge ? refuse('larger-than-cell') : accept(request)
}

function requestOf(layout: CellLayout, asked: WhatIsAsked, highestLevel: number): PlacementRequest {
  const grains = asked.grainsPerPod
  if (grains > 0)
    return { pods: asked.gang?.pods ?? 1, units: 0, restUnits: 0, grains, kind: asked.kind ?? 0, highestLevel }
  if (asked.gang !== null) {
    const { pods, unitsPerPod } = asked.gang
    return { pods, units: unitsPerPod, restUnits: 0, grains: 0, kind: 0, highestLevel }
  }
  const node = layout.unitsPerNode
  if (asked.units <= node) return { pods: 1, units: asked.units, restUnits: 0, grains: 0, kind: 0, highestLevel }
  return {
    pods: Math.floor(asked.units / node),
    units: node,
    restUnits: asked.units % node,
    grains: 0,
    kind: 0,
    highestLevel,
  }
}

/** A level that is only preferred binds nothing: the smallest cell that holds the gang is taken in any case. */
function levelOf(layout: CellLayout, gang: Gang | null): number {
  const topology = gang?.topology ?? null
  if (topology === null) return layout.levels.length
  const level = layout.levels.findIndex(({ name }) => name === topology.level)
  return topology.isRequired || level === -1 ? level : layout.levels.length
}

/** Pods that empty nodes of together `units` cards hold. */
function podsIn(layout: CellLayout, request: PlacementRequest, grainsPerUnit: number, units: number): number {
  if (request.grains > 0) return units * Math.floor(grainsPerUnit / request.grains)
  const full = Math.floor(units / layout.unitsPerNode) * Math.floor(layout.unitsPerNode / request.units)
  return full + Math.floor((units % layout.unitsPerNode) / request.units)
}
