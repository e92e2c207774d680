// The written nodes as a tree, each with what the form needs to know about its place: siblings, level above, problems.
import type { FileProblem } from '../../src/domain/policy/problem.ts'
import type { Policy } from '../../src/domain/policy/policy.ts'
import type { UnitsKey, WrittenAmounts, WrittenNode } from '../../src/domain/policy/written-policy.ts'

export interface LabNode {
  readonly written: WrittenNode
  readonly children: readonly LabNode[]
  readonly depth: number
  /** Position of its sector, which decides the colour. */
  readonly sector: number
}

/** Nodes whose parent is not there stand at the top: the file view says what is wrong with them. */
export function labTree(nodes: readonly WrittenNode[]): readonly LabNode[] {
  const ids = new Set(nodes.map((node) => node.id))
  const below = new Map<string | null, WrittenNode[]>()
  for (const node of nodes) {
    const parent = node.parent !== null && ids.has(node.parent) && node.parent !== node.id ? node.parent : null
    const siblings = below.get(parent)
    if (siblings === undefined) below.set(parent, [node])
    else siblings.push(node)
  }
  const grow = (parent: string | null, depth: number, sector: number): readonly LabNode[] =>
    depth > DEPTH_MAX
      ? []
      : (below.get(parent) ?? []).map((written, position) => {
          const own = depth === 0 ? position : sector
          return { written, depth, sector: own, children: grow(written.id, depth + 1, own) }
        })
  return grow(null, 0, 0)
}

/** A form deeper than this helps nobody; the file view has the rest. */
const DEPTH_MAX = 12

/** Entries of an amount that have a field each: null is the one for every flavor. */
export function amountEntries(amounts: WrittenAmounts): readonly (readonly [string | null, number | string | null])[] {
  if (typeof amounts !== 'object' || amounts === null) return [[null, amounts]]
  return Object.entries(amounts)
}

/** Problems that stand at a value of a node, or inside it. */
export function problemsAt(
  problems: readonly FileProblem[],
  position: number,
  key: UnitsKey | 'weight' | 'tier' | 'preemption',
): readonly FileProblem[] {
  const path = `ShareTree.spec[${position}].${key}`
  return problems.filter((problem) => problem.path === path || problem.path.startsWith(`${path}.`))
}

/** The level above a node in units of the flavor: what its percentages are of. null: not known at the moment. */
export function unitsAbove(policy: Policy | null, node: WrittenNode, flavor: string): number | null {
  if (policy === null) return null
  if (node.parent === null) return policy.pool.flavors.find((known) => known.name === flavor)?.capacity ?? null
  return policy.tree.find((known) => known.id === node.parent)?.guarantee[flavor] ?? null
}

/** Sum of the written percentages of siblings; null when one of them is not written as one percentage. */
export function percentTogether(siblings: readonly LabNode[]): number | null {
  let sum = 0
  for (const { written } of siblings) {
    const { guarantee } = written.amounts
    if (typeof guarantee !== 'string' || !guarantee.endsWith('%')) return null
    sum += Math.round(Number.parseFloat(guarantee) * 1e6)
  }
  return siblings.length === 0 || Number.isNaN(sum) ? null : sum / 1e6
}
