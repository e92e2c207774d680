// Largest-remainder apportionment: whole cards from shares, with ties decided by name, never by chance.

export interface Claimant {
  readonly id: string
  /** What this claimant's share is proportional to; a non-negative safe integer. */
  readonly weight: number
}

/**
 * Divides `total` whole units over the claimants in proportion to their weights (Hamilton's method).
 * The parts sum to `total` unless all weights are 0, then each part is 0. Ties of remainder go to the smaller id.
 */
export function apportion(total: number, claimants: readonly Claimant[]): Map<string, number> {
  const parts = new Map<string, number>()
  const weightSum = claimants.reduce((sum, c) => sum + BigInt(c.weight), 0n)
  if (weightSum === 0n) {
    for (const c of claimants) parts.set(c.id, 0)
    return parts
  }
  const remainders: { id: string; remainder: bigint }[] = []
  let given = 0
  for (const c of claimants) {
    const product = BigInt(total) * BigInt(c.weight)
    const part = Number(product / weightSum)
    parts.set(c.id, part)
    given += part
    remainders.push({ id: c.id, remainder: product % weightSum })
  }
  remainders.sort((a, b) => (a.remainder > b.remainder ? -1 : a.remainder < b.remainder ? 1 : compareIds(a.id, b.id)))
  for (const { id } of remainders) {
    if (given >= total) break
    parts.set(id, (parts.get(id) ?? 0) + 1)
    given += 1
  }
  return parts
}

/** Order of names by code unit: the same on every machine and in every locale. */
export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
