// A policy in the shape of the API.
import type { PolicyBody } from '../../contract/policies.ts'
import { computeShares } from '../../domain/policy/compute-share.ts'
import type { Flavor, Policy, ShareNode } from '../../domain/policy/policy.ts'
import { assert } from '../../domain/kernel/assert.ts'
import type { PolicyVersion } from '../../store/policies.ts'

export function versionBody(version: PolicyVersion): PolicyBody['version'] {
  const { id, number, sha256, createdAt, createdBy } = version
  return { id, number, sha256, createdAt: createdAt.toISOString(), createdBy }
}

export function flavorBody({ name, unit, quantum, capacity, price }: Flavor): PolicyBody['flavors'][number] {
  return { name, unit, quantum, capacity, price: { ...price } }
}

export function policyBody(
  policy: Policy,
  stored: { readonly version: PolicyVersion; readonly versions: readonly PolicyVersion[] },
): PolicyBody {
  const shares = new Map(computeShares(policy).map((share) => [share.id, share]))
  const nodeBody = (node: ShareNode): PolicyBody['nodes'][number] => {
    const share = shares.get(node.id)
    assert(share !== undefined, 'every node has its share')
    const { cards, referenceCards, shareOfCards, shareOfCompute } = share
    return { ...node, cards, referenceCards, shareOfCards, shareOfCompute }
  }
  return {
    agency: policy.agency,
    name: policy.name,
    title: policy.title,
    description: policy.description,
    version: versionBody(stored.version),
    versions: stored.versions.map(versionBody),
    source: stored.version.source,
    flavors: policy.pool.flavors.map(flavorBody),
    nodes: policy.tree.map(nodeBody),
  }
}
