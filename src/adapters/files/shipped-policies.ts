// The policies that Weir ships, read once. One that is not in order is told and left out: the others still work.
import { readFile } from 'node:fs/promises'
import { parsePolicy } from '../../domain/policy/parse.ts'
import type { FileProblem } from '../../domain/policy/problem.ts'
import { examplePolicies } from './places.ts'

export interface ShippedPolicy {
  readonly agency: string
  readonly name: string
  readonly source: string
}

export async function loadShippedPolicies(
  onUnusable: (path: string, problems: readonly FileProblem[]) => void,
): Promise<ShippedPolicy[]> {
  const shipped: ShippedPolicy[] = []
  for (const path of examplePolicies()) {
    const source = await readFile(path, 'utf8')
    const policy = parsePolicy(source)
    if (policy.ok) shipped.push({ agency: policy.value.agency, name: policy.value.name, source })
    else onUnusable(path, policy.refusal)
  }
  return shipped
}
