// Jobs for which others were told to stop, and what may not start beside them.
import type { PoolState } from './pool-state.ts'
import { allocate, copyUse, obstacle, release, type TreeUse } from './share-tree.ts'

/** A job for which others were told to stop; what they free is nobody else's. */
export interface Claim {
  readonly job: number
  readonly leaving: Set<number>
  /** Freed so far, kept for the job. */
  keptUnits: number
}

/**
 * Whether a job for which others are leaving would not fit any more, when they and the victims are gone, once this job is
 * there too. The pool's units alone would not do: a claimant's group may be at its limit. `then`: working space.
 */
export function spoilsClaim(
  claims: readonly Claim[],
  { shape, use, roster }: PoolState,
  then: TreeUse,
  job: number,
  victims: readonly { readonly job: number }[],
): boolean {
  const { leaf, units } = roster
  copyUse(use, then)
  for (const claim of claims) for (const other of claim.leaving) release(shape, then, leaf[other]!, units[other]!)
  for (const victim of victims) release(shape, then, leaf[victim.job]!, units[victim.job]!)
  // One after the other, as they will start; whose right is gone anyway (capacity was lost) keeps nobody from starting.
  let isAnyStanding = false
  for (const claim of claims) {
    if (obstacle(shape, then, leaf[claim.job]!, units[claim.job]!) !== null) continue
    allocate(shape, then, leaf[claim.job]!, units[claim.job]!)
    isAnyStanding = true
  }
  return isAnyStanding && obstacle(shape, then, leaf[job]!, units[job]!) !== null
}
