// What a guarantee is worth, in cards and in computing power. A split of cards is not a split of compute: 20 % of the
// cards can be 10 % of the compute when they are the older ones. So both are always shown.
import type { Flavor, Policy, UnitsByFlavor } from './policy.ts'

export interface NodeShare {
  readonly id: string
  /** Guaranteed units by flavor; every flavor of the pool has an entry. */
  readonly units: UnitsByFlavor
  /** Reference GPU-hours per hour by flavor: units x price. */
  readonly referenceByFlavor: Readonly<Record<string, number>>
  /** Guaranteed accelerator cards (GPUs and NPUs) of all flavors. Slices, seats, shots and cores are no cards. */
  readonly cards: number
  /** Reference GPU-hours per hour of all flavors. */
  readonly referenceCards: number
  /** cards / cards of the pool; 0 to 1, 4 decimals. */
  readonly shareOfCards: number
  /** referenceCards / those of the pool; 0 to 1, 4 decimals. */
  readonly shareOfCompute: number
}

/** One for each node, in the order of the tree. */
export function computeShares(policy: Policy): NodeShare[] {
  const { flavors } = policy.pool
  const pool = poolShare(policy)
  return policy.tree.map((node) => worthOf(node.id, node.guarantee, flavors, pool))
}

/** The whole pool: what the shares are shares of. */
export function poolShare(policy: Policy): NodeShare {
  const { flavors } = policy.pool
  const units = Object.fromEntries(flavors.map((flavor) => [flavor.name, flavor.capacity]))
  return worthOf('', units, flavors, null)
}

/** What the roots are guaranteed together. */
export function guaranteedShare(policy: Policy): NodeShare {
  const { flavors } = policy.pool
  const units: Record<string, number> = {}
  for (const { name } of flavors) {
    const roots = policy.tree.filter((node) => node.parent === null)
    units[name] = roots.reduce((sum, root) => sum + (root.guarantee[name] ?? 0), 0)
  }
  return worthOf('', units, flavors, poolShare(policy))
}

function worthOf(
  id: string,
  guarantee: UnitsByFlavor,
  flavors: readonly Flavor[],
  pool: Pick<NodeShare, 'cards' | 'referenceCards'> | null,
): NodeShare {
  const units: Record<string, number> = {}
  const referenceByFlavor: Record<string, number> = {}
  let cards = 0
  let referenceCards = 0
  for (const { name, unit, price } of flavors) {
    const own = guarantee[name] ?? 0
    const reference = rounded((own * price.numerator) / price.denominator, 6)
    units[name] = own
    referenceByFlavor[name] = reference
    if (unit === 'gpu' || unit === 'npu') cards += own
    // A shot is an act, not an hour.
    if (unit !== 'shot') referenceCards += reference
  }
  referenceCards = rounded(referenceCards, 6)
  const whole = pool ?? { cards, referenceCards }
  return {
    id,
    units,
    referenceByFlavor,
    cards,
    referenceCards,
    shareOfCards: fraction(cards, whole.cards),
    shareOfCompute: fraction(referenceCards, whole.referenceCards),
  }
}

function fraction(part: number, whole: number): number {
  return whole === 0 ? 0 : rounded(part / whole, 4)
}

function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals
  return Math.round(value * scale) / scale
}

/** More than this between the two shares of a root deserves a sentence: one percentage point, in hundredths of one. */
const NOTABLE_DIFFERENCE = 100

/** The roots whose share of the cards and share of the compute differ by more than a point. */
export function unequalSplits(policy: Policy): readonly NodeShare[] {
  const roots = new Set(policy.tree.filter((node) => node.parent === null).map((node) => node.id))
  return computeShares(policy).filter(
    ({ id, shareOfCards, shareOfCompute }) =>
      roots.has(id) && Math.abs(Math.round((shareOfCards - shareOfCompute) * 10_000)) > NOTABLE_DIFFERENCE,
  )
}
