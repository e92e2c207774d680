// What each job of a board asks of the nodes. Jobs that ask the same have one request, so that an answer serves all of them.
import type { JobTerms } from '../scheduling/demand.ts'
import type { CellLayout } from './cell-layout.ts'
import { placementRequest, type PlacementRequest } from './placement-request.ts'

/** How the units of a board lie: its cells, and what a card is in them. */
export interface BoardCells {
  readonly layout: CellLayout
  /** Units of the board that one card has: 1 where cards are given out whole. */
  readonly grainsPerCard: number
}

export interface PlacedJobs {
  /** In units of the board. */
  readonly units: Float64Array
  readonly terms?: { readonly table: readonly JobTerms[]; readonly of: Int32Array } | null | undefined
}

/** Of a job that no empty pool could hold. */
export const NEVER_LIES = -1

export class JobRequests {
  /** Index into `table` by job; NEVER_LIES: none. */
  readonly of: Int32Array
  readonly table: PlacementRequest[] = []
  private readonly cells: BoardCells
  private readonly places = new Map<string, number>()

  constructor(cells: BoardCells, jobs: PlacedJobs) {
    this.cells = cells
    const { units, terms } = jobs
    const byKind = new Map<number, number>()
    const kinds = (terms?.table.length ?? 0) + 1
    this.of = Int32Array.from(units, (size, job) => {
      const entry = terms ? terms.of[job]! : -1
      const gang = entry === -1 ? null : terms!.table[entry]!.gang
      // A gang has its size from its terms; other jobs of one size ask the same whatever their terms are.
      const kind = size * kinds + (gang === null ? 0 : entry + 1)
      let request = byKind.get(kind)
      if (request === undefined) {
        request = this.requestFor(size, gang)
        byKind.set(kind, request)
      }
      return request
    })
  }

  /** The index of this request. */
  indexOf(request: PlacementRequest): number {
    const { pods, units, restUnits, grains, highestLevel } = request
    const key = [pods, units, restUnits, grains, highestLevel].join(' ')
    let index = this.places.get(key)
    if (index === undefined) {
      index = this.table.push(request) - 1
      this.places.set(key, index)
    }
    return index
  }

  /** Whole cards, or a part of ONE card (for each pod of a gang): 1.5 cards lie nowhere. */
  private requestFor(size: number, gang: JobTerms['gang']): number {
    const { layout, grainsPerCard } = this.cells
    const podSize = gang?.unitsPerPod ?? size
    const isPart = podSize < grainsPerCard
    if (!isPart && podSize % grainsPerCard !== 0) return NEVER_LIES
    const made = placementRequest(layout, grainsPerCard, {
      units: isPart ? 0 : size / grainsPerCard,
      gang: gang === null ? null : { ...gang, unitsPerPod: isPart ? 0 : podSize / grainsPerCard },
      grainsPerPod: isPart ? podSize : 0,
    })
    return made.ok ? this.indexOf(made.value) : NEVER_LIES
  }
}
