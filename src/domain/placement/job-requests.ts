// What each job of a board asks of the nodes. Jobs that ask the same have one request, so that an answer serves all of them.
import type { JobTerms } from '../scheduling/demand.ts'
import type { CellLayout } from './cell-layout.ts'
import { placementRequest, type PlacementRequest } from './placement-request.ts'

/** How the units of a board lie: its cells, and what a card is in them. */
export interface BoardCells {
  readonly layout: CellLayout
  /** Units of the board that one card has: 1 where cards are given out whole. */
  readonly grainsPerCard: number
  /** Slices that cards of the board may be cut in. Absent: none. */
  readonly slices?: readonly BoardSlice[]
  /** What jobs without terms ask for, when that is a slice. Absent: cards. */
  readonly usual?: string
}

/** Slices of one kind: a card that is cut in them serves nothing else until all of them have ended. */
export interface BoardSlice {
  readonly flavor: string
  /** Units of the board that one slice has; fewer than a card. */
  readonly grains: number
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
      const asked = entry === -1 ? null : terms!.table[entry]!
      const gang = asked?.gang ?? null
      const slice = this.sliceOf(asked)
      // A gang has its size from its terms; other jobs of one size ask the same whatever their terms are.
      const kind = size * kinds + (gang === null && slice === 0 ? 0 : entry + 1)
      let request = byKind.get(kind)
      if (request === undefined) {
        request = slice === 0 ? this.requestFor(size, gang) : this.slicesFor(size, gang, slice)
        byKind.set(kind, request)
      }
      return request
    })
  }

  /** The index of this request. */
  indexOf(request: PlacementRequest): number {
    const { pods, units, restUnits, grains, kind, highestLevel } = request
    const key = [pods, units, restUnits, grains, kind, highestLevel].join(' ')
    let index = this.places.get(key)
    if (index === undefined) {
      index = this.table.push(request) - 1
      this.places.set(key, index)
    }
    return index
  }

  /** 0: cards or shares of one; else one more than the place of the slice in the list. */
  private sliceOf(terms: JobTerms | null): number {
    const { slices = [], usual } = this.cells
    const flavor = terms?.flavors[0] ?? usual
    return flavor === undefined ? 0 : slices.findIndex((slice) => slice.flavor === flavor) + 1
  }

  /** Each slice is a pod of its own, wherever its gang may lie. */
  private slicesFor(size: number, gang: JobTerms['gang'], kind: number): number {
    const { layout, grainsPerCard, slices = [] } = this.cells
    const grains = slices[kind - 1]!.grains
    if (size % grains !== 0) return NEVER_LIES
    const pods = size / grains
    const topology = gang?.topology ?? null
    if (grains === grainsPerCard) return this.requestFor(size, { pods, unitsPerPod: grains, topology })
    const asked = { pods, unitsPerPod: 0, topology }
    const made = placementRequest(layout, grainsPerCard, { units: 0, gang: asked, grainsPerPod: grains, kind })
    return made.ok ? this.indexOf(made.value) : NEVER_LIES
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
