// A policy file as it is written, for a form: what stands at each node, before percentages become units. It can be read
// while the file still has problems (shares over 100 %, for example), as long as it is YAML with a list of nodes.
import { LANGUAGES, type LocalisedText } from '../kernel/language.ts'
import { NODE_KINDS, type NodeKind } from './policy.ts'
import { readDocuments } from './parse.ts'
import { POLICY_KINDS } from './schema.ts'

export const UNITS_KEYS = ['guarantee', 'limit', 'borrowingLimit', 'lendingLimit'] as const
export type UnitsKey = (typeof UNITS_KEYS)[number]

/** Units, or a percentage such as `12.5%`. */
export type WrittenAmount = number | string
/** null: not written. A record: by flavor; otherwise of every flavor. */
export type WrittenAmounts = WrittenAmount | Readonly<Record<string, WrittenAmount>> | null

export interface WrittenNode {
  /** In the list of the file. */
  readonly position: number
  readonly id: string
  readonly parent: string | null
  readonly kind: NodeKind
  readonly title: LocalisedText
  readonly amounts: Readonly<Record<UnitsKey, WrittenAmounts>>
  readonly weight: number | null
  readonly tier: number | null
  readonly protectedRuntime: string | null
  readonly grace: string | null
}

/** Rules of the pool that a form offers, by their path below `spec`. */
export const RULE_PATHS = [
  'backfill.mode',
  'backfill.reservedJobsPerFlavor',
  'backfill.window',
  'lending',
  'onCapacityLoss',
  'history.influence',
  'history.halfLife',
  'history.debtInfluence',
  'history.chargeOnly',
  'rebalance.scope',
  'rebalance.maxEvictedGpuPerHour',
] as const
export type RulePath = (typeof RULE_PATHS)[number]

export interface WrittenPolicy {
  readonly name: string
  readonly title: LocalisedText
  /** Names of the pool's flavors, in the order of the file. */
  readonly flavors: readonly string[]
  readonly nodes: readonly WrittenNode[]
  /** null: not written, the rule has its default. */
  readonly rules: Readonly<Record<RulePath, number | string | null>>
}

type Plain = Readonly<Record<string, unknown>>

/** null when there is no tree to show. */
export function readWrittenPolicy(source: string): WrittenPolicy | null {
  const { documents } = readDocuments(source, POLICY_KINDS)
  const tree = documents.get('ShareTree')?.plainAt(['spec'])
  const pool = mapOf(documents.get('Pool')?.plainAt(['spec']))
  const metadata = mapOf(documents.get('Pool')?.plainAt(['metadata']))
  if (!Array.isArray(tree) || pool === null) return null
  const nodes = (tree as unknown[]).flatMap((item, position) => writtenNode(item, position))
  if (nodes.length === 0) return null
  const flavors = Array.isArray(pool['flavors']) ? (pool['flavors'] as unknown[]) : []
  const rules = Object.fromEntries(RULE_PATHS.map((path) => [path, ruleAt(pool, path)])) as WrittenPolicy['rules']
  return {
    name: textOf(metadata?.['name']) ?? '',
    title: titleOf(metadata?.['title']),
    flavors: flavors.flatMap((flavor) => textOf(mapOf(flavor)?.['name']) ?? []),
    nodes,
    rules,
  }
}

function writtenNode(item: unknown, position: number): WrittenNode[] {
  const node = mapOf(item)
  const id = textOf(node?.['id'])
  const kind = NODE_KINDS.find((known) => known === node?.['kind'])
  if (node === null || id === null || kind === undefined) return []
  const preemption = mapOf(node['preemption'])
  return [
    {
      position,
      id,
      parent: textOf(node['parent']),
      kind,
      title: titleOf(node['title']),
      amounts: Object.fromEntries(UNITS_KEYS.map((key) => [key, amountsOf(node[key])])) as WrittenNode['amounts'],
      weight: numberOf(node['weight']),
      tier: numberOf(node['tier']),
      protectedRuntime: textOf(preemption?.['protectedRuntime']),
      grace: textOf(preemption?.['grace']),
    },
  ]
}

function amountsOf(written: unknown): WrittenAmounts {
  const map = mapOf(written)
  if (map === null) return amountOf(written)
  const amounts = Object.entries(map).flatMap(([flavor, own]) => {
    const amount = flavor === 'cell' ? null : amountOf(own)
    return amount === null ? [] : [[flavor, amount] as const]
  })
  return Object.fromEntries(amounts)
}

function amountOf(written: unknown): WrittenAmount | null {
  return typeof written === 'number' || typeof written === 'string' ? written : null
}

function ruleAt(pool: Plain, path: RulePath): number | string | null {
  const [first = '', second] = path.split('.')
  const value = second === undefined ? pool[first] : mapOf(pool[first])?.[second]
  return amountOf(value)
}

function titleOf(value: unknown): LocalisedText {
  const map = mapOf(value)
  const texts = LANGUAGES.flatMap((language) => {
    const text = textOf(map?.[language])
    return text === null ? [] : [[language, text] as const]
  })
  return Object.fromEntries(texts)
}

function mapOf(value: unknown): Plain | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : null
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
