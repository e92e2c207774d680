// What changes from one policy to another, typed: flavors, rules, nodes that come, go or move, shares and limits in units.
// The same two policies give the same list: flavors first, then rules, then nodes in the order of their trees.
import type { Flavor, FlavorUnit, Policy, PriorityScope, ShareNode, SliceFlavor } from './policy.ts'
import { ruleParts, type RuleName, type RuleValue } from './rule-parts.ts'

export const UNITS_PARTS = ['guarantee', 'limit', 'borrowingLimit', 'lendingLimit'] as const
export type UnitsPart = (typeof UNITS_PARTS)[number]

export const FLAVOR_PARTS = ['unit', 'quantum', 'capacity', 'price', 'cells', 'calendar'] as const
export type FlavorPart = (typeof FLAVOR_PARTS)[number]

export type PolicyChange =
  | { readonly kind: 'flavor-added' | 'flavor-removed'; readonly flavor: Flavor }
  | { readonly kind: 'flavor-changed'; readonly part: FlavorPart; readonly from: Flavor; readonly to: Flavor }
  | { readonly kind: 'slices-added' | 'slices-removed'; readonly slices: SliceFlavor }
  | { readonly kind: 'slices-changed'; readonly from: SliceFlavor; readonly to: SliceFlavor }
  | { readonly kind: 'rule-changed'; readonly rule: RuleName; readonly from: RuleValue; readonly to: RuleValue }
  | { readonly kind: 'node-added' | 'node-removed'; readonly node: ShareNode }
  /** null: a root. */
  | { readonly kind: 'node-moved'; readonly id: string; readonly from: string | null; readonly to: string | null }
  | {
      readonly kind: 'kind-changed'
      readonly id: string
      readonly from: ShareNode['kind']
      readonly to: ShareNode['kind']
    }
  | UnitsChange
  | {
      readonly kind: 'weight-changed' | 'tier-changed'
      readonly id: string
      readonly from: number
      readonly to: number
    }
  /** Seconds. A node that only follows the one above it is not told. */
  | {
      readonly kind: 'protection-changed' | 'grace-changed'
      readonly id: string
      readonly from: number
      readonly to: number
    }
  | { readonly kind: 'scope-changed'; readonly id: string; readonly from: PriorityScope; readonly to: PriorityScope }
  /** Cells among the guarantee; 0: none. */
  | {
      readonly kind: 'cells-changed'
      readonly id: string
      readonly level: string
      readonly from: number
      readonly to: number
    }
  | {
      readonly kind: 'title-changed'
      readonly id: string
      readonly from: ShareNode['title']
      readonly to: ShareNode['title']
    }

/** Units of one flavor. null: no limit; of a guarantee 0. */
export interface UnitsChange {
  readonly kind: 'units-changed'
  readonly part: UnitsPart
  readonly id: string
  readonly flavor: string
  readonly unit: FlavorUnit
  readonly from: number | null
  readonly to: number | null
}

/** Empty when the two say the same; titles and descriptions of the policies themselves are not compared. */
export function policyDifference(before: Policy, after: Policy): readonly PolicyChange[] {
  return [
    ...flavorChanges(before, after),
    ...sliceChanges(before, after),
    ...ruleChanges(before, after),
    ...nodeChanges(before, after),
  ]
}

function flavorChanges(before: Policy, after: Policy): PolicyChange[] {
  const old = byName(before.pool.flavors)
  const young = byName(after.pool.flavors)
  const removed = before.pool.flavors.filter(({ name }) => !young.has(name))
  return [
    ...removed.map((flavor): PolicyChange => ({ kind: 'flavor-removed', flavor })),
    ...after.pool.flavors.flatMap((to): PolicyChange[] => {
      const from = old.get(to.name)
      if (from === undefined) return [{ kind: 'flavor-added', flavor: to }]
      const parts = FLAVOR_PARTS.filter((part) => !isSame(flavorPart(from, part), flavorPart(to, part)))
      return parts.map((part) => ({ kind: 'flavor-changed', part, from, to }))
    }),
  ]
}

function flavorPart(flavor: Flavor, part: FlavorPart): unknown {
  if (part === 'cells') return flavor.cells ?? {}
  return part === 'calendar' ? flavor.isCalendar === true : flavor[part]
}

function sliceChanges(before: Policy, after: Policy): PolicyChange[] {
  const [old, young] = [byName(before.pool.slices ?? []), byName(after.pool.slices ?? [])]
  const removed = [...old.values()].filter(({ name }) => !young.has(name))
  return [
    ...removed.map((slices): PolicyChange => ({ kind: 'slices-removed', slices })),
    ...[...young.values()].flatMap((to): PolicyChange[] => {
      const from = old.get(to.name)
      if (from === undefined) return [{ kind: 'slices-added', slices: to }]
      return isSame(from, to) ? [] : [{ kind: 'slices-changed', from, to }]
    }),
  ]
}

function ruleChanges(before: Policy, after: Policy): PolicyChange[] {
  const old = new Map(ruleParts(before.rules).map(({ rule, value }) => [rule, value]))
  return ruleParts(after.rules).flatMap(({ rule, value: to }): PolicyChange[] => {
    const from = old.get(rule) ?? to
    return isSame(from, to) ? [] : [{ kind: 'rule-changed', rule, from, to }]
  })
}

function nodeChanges(before: Policy, after: Policy): PolicyChange[] {
  const old = new Map(before.tree.map((node) => [node.id, node]))
  const young = new Map(after.tree.map((node) => [node.id, node]))
  const units = new Map([...before.pool.flavors, ...after.pool.flavors].map(({ name, unit }) => [name, unit]))
  const removed = before.tree.filter(({ id }) => !young.has(id))
  return [
    ...removed.map((node): PolicyChange => ({ kind: 'node-removed', node })),
    ...after.tree.flatMap((to): PolicyChange[] => {
      const from = old.get(to.id)
      if (from === undefined) return [{ kind: 'node-added', node: to }]
      return [
        ...ownChanges(from, to),
        ...unitsChanges(from, to, units),
        ...preemptionChanges(from, to, old, young),
        ...cellChanges(from, to),
      ]
    }),
  ]
}

function ownChanges(from: ShareNode, to: ShareNode): PolicyChange[] {
  const { id } = to
  const scopes = { from: from.priorityScope ?? 'project', to: to.priorityScope ?? 'project' } as const
  const changes: (PolicyChange | null)[] = [
    from.parent === to.parent ? null : { kind: 'node-moved', id, from: from.parent, to: to.parent },
    from.kind === to.kind ? null : { kind: 'kind-changed', id, from: from.kind, to: to.kind },
    isSame(from.title, to.title) ? null : { kind: 'title-changed', id, from: from.title, to: to.title },
    from.weight === to.weight ? null : { kind: 'weight-changed', id, from: from.weight, to: to.weight },
    from.tier === to.tier ? null : { kind: 'tier-changed', id, from: from.tier, to: to.tier },
    scopes.from === scopes.to ? null : { kind: 'scope-changed', id, ...scopes },
  ]
  return changes.filter((change) => change !== null)
}

function unitsChanges(from: ShareNode, to: ShareNode, unitOf: ReadonlyMap<string, FlavorUnit>): PolicyChange[] {
  return UNITS_PARTS.flatMap((part) =>
    [...unitOf].flatMap(([flavor, unit]): PolicyChange[] => {
      const none = part === 'guarantee' ? 0 : null
      const was = from[part][flavor] ?? none
      const is = to[part][flavor] ?? none
      return was === is ? [] : [{ kind: 'units-changed', part, id: to.id, flavor, unit, from: was, to: is }]
    }),
  )
}

const PREEMPTION = [
  { kind: 'protection-changed', key: 'protectedRuntimeSeconds' },
  { kind: 'grace-changed', key: 'graceSeconds' },
] as const

function preemptionChanges(
  from: ShareNode,
  to: ShareNode,
  old: ReadonlyMap<string, ShareNode>,
  young: ReadonlyMap<string, ShareNode>,
): PolicyChange[] {
  const [oldParent, youngParent] = [old.get(from.parent ?? ''), young.get(to.parent ?? '')]
  return PREEMPTION.flatMap(({ kind, key }): PolicyChange[] => {
    const seconds = (node: ShareNode | undefined) => node?.preemption?.[key] ?? 0
    const [was, is] = [seconds(from), seconds(to)]
    const follows = youngParent !== undefined && was === seconds(oldParent) && is === seconds(youngParent)
    return was === is || (follows && from.parent === to.parent) ? [] : [{ kind, id: to.id, from: was, to: is }]
  })
}

function cellChanges(from: ShareNode, to: ShareNode): PolicyChange[] {
  const [was, is] = [from.guaranteedCells ?? {}, to.guaranteedCells ?? {}]
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((level): PolicyChange[] => {
    const [before, after] = [was[level] ?? 0, is[level] ?? 0]
    return before === after ? [] : [{ kind: 'cells-changed', id: to.id, level, from: before, to: after }]
  })
}

function byName<Named extends { readonly name: string }>(list: readonly Named[]): ReadonlyMap<string, Named> {
  return new Map(list.map((item) => [item.name, item]))
}

/** Plain values, whatever the order of their keys. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  return left.length === right.size && left.every(([key, value]) => right.has(key) && isSame(value, right.get(key)))
}
