// What the guarantees are worth while capacity is lost: whole units, so that an account over time stays in integers.
import { apportion } from '../kernel/apportion.ts'
import type { PoolRules } from '../policy/pool-rules.ts'
import type { ShareTreeShape } from './share-tree.ts'

/**
 * Guarantees by node index while the pool has `capacity` units; entry 0 is the capacity itself. A group whose units cover
 * its children's guarantees leaves them whole. Otherwise 'scale' divides what there is in proportion to the guarantees
 * (largest remainder, ties to the smaller id), and 'order(tier)' serves higher tiers whole first and scales the tier in
 * which it runs out.
 */
export function guaranteesAt(
  shape: ShareTreeShape,
  capacity: number,
  rule: PoolRules['onCapacityLoss'],
): Float64Array<ArrayBuffer> {
  const guaranteed = Float64Array.from(shape.guarantee)
  guaranteed[0] = capacity
  for (let group = 0; group < shape.ids.length; group += 1) {
    const children = shape.children[group]!
    const covered = children.reduce((sum, child) => sum + shape.guarantee[child]!, 0)
    if (covered <= guaranteed[group]!) continue
    const tierOf = (child: number) => (rule === 'scale' ? 0 : shape.tier[child]!)
    let left = guaranteed[group]!
    for (const tier of [...new Set(children.map(tierOf))].toSorted((a, b) => b - a)) {
      left -= divide(shape, guaranteed, { members: children.filter((child) => tierOf(child) === tier), supply: left })
    }
  }
  return guaranteed
}

/** Gives the members what they are guaranteed, or scales it to the supply. Returns what was given. */
function divide(
  shape: ShareTreeShape,
  guaranteed: Float64Array,
  { members, supply }: { readonly members: readonly number[]; readonly supply: number },
): number {
  const wanted = members.reduce((sum, child) => sum + shape.guarantee[child]!, 0)
  if (wanted <= supply) return wanted
  const parts = apportion(
    supply,
    members.map((child) => ({ id: shape.ids[child]!, weight: shape.guarantee[child]! })),
  )
  for (const child of members) guaranteed[child] = parts.get(shape.ids[child]!)!
  return supply
}
