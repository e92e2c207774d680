// What a chart of a run is made from: the outcome with the names that people gave to its nodes.
import { textIn, type Language } from '../domain/kernel/language.ts'
import type { FlavorUnit, Policy } from '../domain/policy/policy.ts'
import { replayedFlavor } from './replayed-flavor.ts'
import type {
  FlavorOutcome,
  JobClassOutcome,
  NodeAccount,
  NodeOutcome,
  NodeSeries,
  Outcome,
  OutcomeSeries,
  RunSummary,
  ShareAccounts,
} from '../simulator/outcome.ts'

export interface NamedNode extends NodeOutcome {
  /** In the reader's language. */
  readonly name: string
}

export interface RunFigures {
  readonly summary: RunSummary
  /** Parents before their children, siblings in the order of the policy. */
  readonly nodes: readonly NamedNode[]
  readonly series: OutcomeSeries
  readonly unit: FlavorUnit
  /** null in runs from before they were recorded. */
  readonly accounts: ShareAccounts | null
  readonly classes: readonly JobClassOutcome[] | null
  /** null: all jobs ran at one flavor. */
  readonly flavors: readonly FlavorOutcome[] | null
}

export function runFigures(outcome: Outcome, policy: Policy, language: Language): RunFigures {
  const names = new Map(policy.tree.map((node) => [node.id, textIn(node.title, language)]))
  return {
    summary: outcome.summary,
    nodes: outcome.nodes.map((node) => ({ ...node, name: names.get(node.id) || node.id })),
    series: outcome.series,
    unit: replayedFlavor(outcome, policy)?.unit ?? 'gpu',
    accounts: outcome.accounts ?? null,
    classes: outcome.classes ?? null,
    flavors: outcome.flavors ?? null,
  }
}

export function sectorsOf(figures: RunFigures): readonly NamedNode[] {
  return figures.nodes.filter((node) => node.parent === null)
}

export function projectsOf(figures: RunFigures): readonly NamedNode[] {
  return figures.nodes.filter((node) => node.kind === 'project')
}

/** Position among the sectors of the sector that a node belongs to: it picks the colour. */
export function sectorPosition(nodes: readonly { id: string; parent: string | null }[], id: string): number {
  const parents = new Map(nodes.map((node) => [node.id, node.parent]))
  let root = id
  for (let parent = parents.get(root); typeof parent === 'string'; parent = parents.get(root)) root = parent
  const roots = nodes.filter((node) => node.parent === null)
  return Math.max(
    0,
    roots.findIndex((node) => node.id === root),
  )
}

/** Share of the pool that a node is guaranteed. */
export function guaranteedShare(node: NodeOutcome, summary: RunSummary): number {
  return summary.capacity === 0 ? 0 : node.guarantee / summary.capacity
}

export function seriesOf(figures: RunFigures, id: string): NodeSeries {
  const none = { id, guarantee: 0, inUse: [], borrowed: [], lent: [], queueLength: [] }
  return figures.series.nodes.find((node) => node.id === id) ?? none
}

/** null: not recorded for this node. */
export function accountOf(figures: RunFigures, id: string): NodeAccount | null {
  return figures.accounts?.nodes.find((node) => node.id === id) ?? null
}
