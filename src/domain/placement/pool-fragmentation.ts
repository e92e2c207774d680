// How much of what is free in a pool lies where the usual requests could not use it: the figure of fragmentation in an outcome.
import type { NodePool } from './node-pool.ts'
import type { PlacementRequest } from './placement-request.ts'

/** A usual request and how often it comes. */
export interface UsualRequest {
  readonly request: PlacementRequest
  readonly count: number
}

export interface PoolFragmentation {
  readonly freeGrains: number
  /** Expected over the usual requests, rounded to whole grains. */
  readonly fragmentedGrains: number
  /** Of the free grains, in hundredths of a percent; 0 when nothing is free. */
  readonly shareOfFreeBasisPoints: number
}

/**
 * Counted as in "Beware of Fragmentation" (Weng et al., USENIX ATC 2023), by pod: a pod of several cards cannot use a node with
 * fewer free ones nor open cards; a part of a card cannot use a card with less. Where the pods of one gang lie to each other
 * (racks) is not looked at. No garbage but the answer; O(cards of a node + different free parts) for each usual request.
 */
export function poolFragmentation(pool: NodePool, usual: readonly UsualRequest[]): PoolFragmentation {
  const { freeGrains } = pool
  let countOfAll = 0
  let unusable = 0
  for (const { request, count } of usual) {
    countOfAll += count
    unusable += count * (freeGrains - pool.usableGrains(request.units, request.grains, request.kind))
  }
  if (freeGrains === 0 || countOfAll === 0) return { freeGrains, fragmentedGrains: 0, shareOfFreeBasisPoints: 0 }
  const fragmentedGrains = Math.round(unusable / countOfAll)
  return { freeGrains, fragmentedGrains, shareOfFreeBasisPoints: Math.round((fragmentedGrains * 10_000) / freeGrains) }
}
