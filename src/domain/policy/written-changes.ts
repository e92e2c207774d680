// What differs between two policy files as they are written: which value of which node, which rule, who came and who went.
// Nodes are the same when their id is.
import {
  RULE_PATHS,
  UNITS_KEYS,
  type RulePath,
  type UnitsKey,
  type WrittenAmounts,
  type WrittenNode,
  type WrittenPolicy,
} from './written-policy.ts'

export type NodeValueKey = UnitsKey | 'weight' | 'tier' | 'protectedRuntime' | 'grace'

/** null: not written. */
export type WrittenValue = number | string | null

export type WrittenChange =
  | { readonly kind: 'node-added' | 'node-removed'; readonly node: WrittenNode }
  | {
      readonly kind: 'node-moved'
      readonly node: WrittenNode
      readonly before: string | null
      readonly after: string | null
    }
  | {
      readonly kind: 'value'
      readonly node: WrittenNode
      readonly key: NodeValueKey
      /** null: of every flavor. */
      readonly flavor: string | null
      readonly before: WrittenValue
      readonly after: WrittenValue
    }
  | { readonly kind: 'rule'; readonly rule: RulePath; readonly before: WrittenValue; readonly after: WrittenValue }

/** In the order of the newer file; what went away last. */
export function writtenChanges(before: WrittenPolicy, after: WrittenPolicy): readonly WrittenChange[] {
  const known = new Map(before.nodes.map((node) => [node.id, node]))
  const changes: WrittenChange[] = []
  for (const node of after.nodes) {
    const was = known.get(node.id)
    known.delete(node.id)
    if (was === undefined) changes.push({ kind: 'node-added', node })
    else changes.push(...nodeChanges(was, node))
  }
  for (const node of known.values()) changes.push({ kind: 'node-removed', node })
  for (const rule of RULE_PATHS) {
    const [was, is] = [before.rules[rule], after.rules[rule]]
    if (was !== is) changes.push({ kind: 'rule', rule, before: was, after: is })
  }
  return changes
}

function nodeChanges(was: WrittenNode, node: WrittenNode): WrittenChange[] {
  const changes: WrittenChange[] = []
  if (was.parent !== node.parent) changes.push({ kind: 'node-moved', node, before: was.parent, after: node.parent })
  for (const key of UNITS_KEYS) changes.push(...amountChanges(node, key, was.amounts[key], node.amounts[key]))
  for (const key of ['weight', 'tier', 'protectedRuntime', 'grace'] as const) {
    if (was[key] !== node[key]) {
      changes.push({ kind: 'value', node, key, flavor: null, before: was[key], after: node[key] })
    }
  }
  return changes
}

function amountChanges(node: WrittenNode, key: UnitsKey, was: WrittenAmounts, is: WrittenAmounts): WrittenChange[] {
  const flavors = new Set([...flavorsOf(was), ...flavorsOf(is)])
  return [...flavors].flatMap((flavor): WrittenChange[] => {
    const [before, after] = [amountAt(was, flavor), amountAt(is, flavor)]
    return before === after ? [] : [{ kind: 'value', node, key, flavor, before, after }]
  })
}

function flavorsOf(amounts: WrittenAmounts): readonly (string | null)[] {
  return typeof amounts === 'object' && amounts !== null ? Object.keys(amounts) : [null]
}

function amountAt(amounts: WrittenAmounts, flavor: string | null): WrittenValue {
  if (typeof amounts !== 'object' || amounts === null) return flavor === null ? amounts : null
  return flavor === null ? null : (amounts[flavor] ?? null)
}
