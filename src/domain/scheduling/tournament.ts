// Who is next: at each group the children's best candidates are compared, up to the pool.
// Within guarantee comes before within entitlement before above it; then the less saturated; then the earlier.
import type { ShareTreeShape, TreeUse } from './share-tree.ts'

/** The next job of a project, or null when the project has none or is out of this round. */
export type CandidateOf = (leaf: number) => number | null

export interface TournamentState {
  readonly shape: ShareTreeShape
  readonly use: TreeUse
  readonly entitlement: Float64Array
  /** Units of a job. */
  readonly unitsOf: Float64Array
}

/** The job that comes first in the whole tree, or null when no project has a candidate. */
export function firstCandidate(state: TournamentState, candidateOf: CandidateOf, node = 0): number | null {
  const children = state.shape.children[node]!
  if (children.length === 0) return candidateOf(node)
  let best: number | null = null
  let bestChild = -1
  for (const child of children) {
    const candidate = firstCandidate(state, candidateOf, child)
    if (candidate === null) continue
    if (best === null || comesBefore(state, { child, candidate }, { child: bestChild, candidate: best })) {
      best = candidate
      bestChild = child
    }
  }
  return best
}

interface Entry {
  readonly child: number
  readonly candidate: number
}

function comesBefore(state: TournamentState, a: Entry, b: Entry): boolean {
  const usedByA = state.use.allocated[a.child]! + state.unitsOf[a.candidate]!
  const usedByB = state.use.allocated[b.child]! + state.unitsOf[b.candidate]!
  const isWithinA = usedByA <= state.shape.guarantee[a.child]!
  const isWithinB = usedByB <= state.shape.guarantee[b.child]!
  if (isWithinA !== isWithinB) return isWithinA
  // Saturation used / entitlement, compared without division. It also puts "within entitlement" (at most 1) before "above
  // it" (more than 1), so that class needs no comparison of its own; nothing entitled is the fullest of all.
  const bySaturation = usedByA * state.entitlement[b.child]! - usedByB * state.entitlement[a.child]!
  if (bySaturation !== 0) return bySaturation < 0
  return a.candidate < b.candidate
}
