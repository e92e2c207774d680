// Whether a policy's split of cards is also its split of compute: the question that a table of cards hides.
import type { PolicyBody, ShareNodeBody } from '../../src/contract/policies.ts'

export type SplitFinding =
  /** One price for every card: the two splits are one. */
  | { readonly kind: 'one-split'; readonly sectors: readonly ShareNodeBody[] }
  /** The sector whose share of compute differs most from its share of cards. */
  | { readonly kind: 'two-splits'; readonly sectors: readonly ShareNodeBody[]; readonly most: ShareNodeBody }

/** Shares are given to four decimals; less than a tenth of a percentage point is rounding of cards, not a finding. */
const DIFFERENCE_MIN = 0.001

export function rootsOf(policy: PolicyBody): readonly ShareNodeBody[] {
  return policy.nodes.filter((node) => node.parent === null)
}

export function findSplit(policy: PolicyBody): SplitFinding {
  const sectors = rootsOf(policy)
  const difference = (node: ShareNodeBody): number => Math.abs(node.shareOfCompute - node.shareOfCards)
  const most = sectors.toSorted((a, b) => difference(b) - difference(a))[0]
  if (most === undefined || difference(most) < DIFFERENCE_MIN) return { kind: 'one-split', sectors }
  return { kind: 'two-splits', sectors, most }
}
