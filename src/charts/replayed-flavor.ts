// Which flavor of its policy an outcome is about: an outcome has units, not names. The guarantees tell.
import type { Flavor, Policy } from '../domain/policy/policy.ts'
import type { Outcome } from '../simulator/outcome.ts'

/** The flavor whose size and guarantees are those of the outcome; the first where several are alike. */
export function replayedFlavor(outcome: Pick<Outcome, 'summary' | 'nodes'>, policy: Policy): Flavor | null {
  const guarantees = new Map(policy.tree.map((node) => [node.id, node.guarantee]))
  const isReplayed = ({ name, capacity }: Flavor) =>
    capacity === outcome.summary.capacity &&
    outcome.nodes.every((node) => (guarantees.get(node.id)?.[name] ?? 0) === node.guarantee)
  return policy.pool.flavors.find(isReplayed) ?? policy.pool.flavors[0] ?? null
}
