// A policy as the rest of Weir sees it: every share resolved to whole units, every name checked.
// The file that an officer writes is read by parse.ts; nothing else makes a Policy.
import type { LocalisedText } from '../kernel/language.ts'
import type { Ratio } from '../kernel/ratio.ts'
import type { DeclaredRules } from './declared.ts'

export const NODE_KINDS = ['sector', 'programme', 'consortium', 'project'] as const
export type NodeKind = (typeof NODE_KINDS)[number]

export const FLAVOR_UNITS = ['gpu', 'slice', 'npu', 'seat', 'shot', 'cpu'] as const
export type FlavorUnit = (typeof FLAVOR_UNITS)[number]

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
}

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
}

export interface Pool {
  readonly flavors: readonly Flavor[]
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
  /** Rules that the file states and that this version checks and keeps but does not act on. Absent when there are none. */
  readonly declared?: DeclaredRules
}
