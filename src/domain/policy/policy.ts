// A policy as the rest of Weir sees it: every share resolved to whole units, every name checked.
// The file that an officer writes is read by parse.ts; nothing else makes a Policy.
import type { LocalisedText } from '../kernel/language.ts'
import type { Ratio } from '../kernel/ratio.ts'
import type { PoolRules } from './pool-rules.ts'

export const NODE_KINDS = ['sector', 'programme', 'consortium', 'project'] as const
export type NodeKind = (typeof NODE_KINDS)[number]

export const FLAVOR_UNITS = ['gpu', 'slice', 'npu', 'seat', 'shot', 'cpu'] as const
export type FlavorUnit = (typeof FLAVOR_UNITS)[number]

export const PRIORITY_SCOPES = ['project', 'group'] as const
export type PriorityScope = (typeof PRIORITY_SCOPES)[number]

/** One kind of capacity of one cluster partition. */
export interface Flavor {
  readonly name: string
  readonly unit: FlavorUnit
  /** Smallest number of units that is given out at once. */
  readonly quantum: number
  /** Units that exist. */
  readonly capacity: number
  /** Reference GPU-hours that one unit-hour is worth (the reference card has 1). */
  readonly price: Ratio
  /** Units in one cell by level, e.g. {node: 8, rack: 64}. Absent: units are counted, not placed. */
  readonly cells?: UnitsByCell
  /** Given by appointment (a QPU's seats), not from the queue. Absent: no. */
  readonly isCalendar?: boolean
}

/** Slices of cards (MIG): they have no capacity of their own, each draws on the flavor that it is cut from. */
export interface SliceFlavor {
  readonly name: string
  readonly backedBy: string
  /** Slices that one card gives. */
  readonly perGpu: number
  readonly price: Ratio
}

/** Units by level of the topology, e.g. {node: 8, rack: 64}. */
export type UnitsByCell = Readonly<Record<string, number>>

/** Units by flavor name. A flavor that is not named has no entry. */
export type UnitsByFlavor = Readonly<Record<string, number>>

/** One node of the share tree. A group's guarantee covers its children's. */
export interface ShareNode {
  readonly id: string
  readonly parent: string | null
  readonly kind: NodeKind
  readonly title: LocalisedText
  /** Every flavor of the pool has an entry (0 when nothing is guaranteed). */
  readonly guarantee: UnitsByFlavor
  readonly weight: number
  /** Higher tiers are served first with what is left over; 0 by default. */
  readonly tier: number
  /** No entry: no limit. A limit below the guarantee is legal and caps the entitlement. */
  readonly limit: UnitsByFlavor
  /** No entry: may borrow without bound. */
  readonly borrowingLimit: UnitsByFlavor
  /** No entry: lends all that is idle. */
  readonly lendingLimit: UnitsByFlavor
  /** How its running jobs may be stopped; a node without one has its parent's, a root without one has none (0 s, 0 s). */
  readonly preemption?: PreemptionRule
  /** group: priorities are compared across the projects below this group, before saturation. Absent: project. */
  readonly priorityScope?: PriorityScope
  /** Whole cells among the guarantee, by level, e.g. {node: 12}: of every flavor of the guarantee that has the level. */
  readonly guaranteedCells?: UnitsByCell
}

export interface PreemptionRule {
  /** A job is no victim before it has run this long. */
  readonly protectedRuntimeSeconds: number
  /** Time from the notice to the end of a victim. */
  readonly graceSeconds: number
}

export interface Pool {
  readonly flavors: readonly Flavor[]
  /** Absent: none. */
  readonly slices?: readonly SliceFlavor[]
}

export interface Policy {
  /** Id of the agency whose policy this is. */
  readonly agency: string
  /** Kebab-case name, unique within the agency. */
  readonly name: string
  readonly title: LocalisedText
  readonly description: LocalisedText
  readonly pool: Pool
  /** Parents stand before their children, siblings by their order in the file. */
  readonly tree: readonly ShareNode[]
  /** How the pool is run; every rule has its value, written or by default. */
  readonly rules: PoolRules
}
