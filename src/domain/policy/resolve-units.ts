// From percentages and units as written to whole units of each flavor, from the pool down.
// Percentages of siblings become units together, by largest remainder with ties by id (Hamilton), in steps of the quantum.
// What the siblings leave takes part as one more claimant, so their sum never exceeds what there is to share.
import { apportion } from '../kernel/apportion.ts'
import {
  amountOf,
  HUNDRED_PERCENT,
  percentText,
  secondsOfDuration,
  shareOf,
  type Amount,
  type Share,
} from './amount.ts'
import type { ArrangedNode } from './arrange-tree.ts'
import { checkGuaranteedCells } from './check-cells.ts'
import { nearestOrAll } from './nearest.ts'
import type { Flavor, PreemptionRule, ShareNode } from './policy.ts'
import type { FileProblemCode } from './problem.ts'
import type { ProblemList } from './problem-list.ts'
import type { UnitsOrPercent } from './schema.ts'
import type { SourceDocument, SourcePath } from './source-document.ts'

type UnitsKey = 'guarantee' | 'limit' | 'borrowingLimit' | 'lendingLimit'
const UNITS_KEYS: readonly UnitsKey[] = ['guarantee', 'limit', 'borrowingLimit', 'lendingLimit']

export interface ResolveInput {
  readonly roots: readonly ArrangedNode[]
  readonly flavors: readonly Flavor[]
  /** Flavors that are cut from other flavors' cards, and flavors with problems of their own: known, but not shared out. */
  readonly otherFlavors: ReadonlyMap<string, 'derived' | 'broken'>
  readonly document: SourceDocument
  readonly problems: ProblemList
}

interface Group {
  /** null: the pool itself. */
  readonly node: ArrangedNode | null
  readonly guarantee: Readonly<Record<string, number>>
  readonly children: readonly ArrangedNode[]
  readonly preemption: PreemptionRule | null
}

/** Every node with its units; parents stand before their children, siblings by their order in the file. */
export function resolveUnits(input: ResolveInput): readonly ShareNode[] {
  const resolved = new Map<ArrangedNode, ShareNode>()
  const pool = Object.fromEntries(input.flavors.map((flavor) => [flavor.name, flavor.capacity]))
  const open: Group[] = [{ node: null, guarantee: pool, children: input.roots, preemption: null }]
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    for (const child of group.children) {
      checkAmounts(child, input)
      checkPriorityScope(child, input)
    }
    const guarantees = dividedGuarantees(group, input)
    for (const child of group.children) {
      const guarantee = guarantees.get(child) ?? {}
      const preemption = preemptionOf(child, group.preemption)
      checkGuaranteedCells(child, guarantee, input)
      resolved.set(child, shareNode(child, guarantee, { ...group, preemption }, input))
      open.push({ node: child, guarantee, children: child.children, preemption })
    }
  }
  return inOrder(input.roots).flatMap((node) => resolved.get(node) ?? [])
}

function inOrder(roots: readonly ArrangedNode[]): readonly ArrangedNode[] {
  const ordered: ArrangedNode[] = []
  const open = [...roots].toReversed()
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    ordered.push(node)
    open.push(...node.children.toReversed())
  }
  return ordered
}

function dividedGuarantees(group: Group, input: ResolveInput): Map<ArrangedNode, Record<string, number>> {
  const guarantees = new Map<ArrangedNode, Record<string, number>>(group.children.map((child) => [child, {}]))
  for (const flavor of input.flavors) {
    const total = group.guarantee[flavor.name] ?? 0
    const shares = new Map<ArrangedNode, Share>()
    for (const child of group.children) {
      const amount = amountFor(child, 'guarantee', flavor.name)
      if (amount?.kind === 'share') shares.set(child, amount)
      else setUnits(guarantees, child, flavor.name, amount?.units ?? 0)
    }
    const units = apportionShares(total, shares, flavor.quantum)
    for (const child of shares.keys()) setUnits(guarantees, child, flavor.name, units.get(child.entry.id) ?? 0)
    checkSums(group, flavor.name, shares, guarantees, input)
  }
  return guarantees
}

function setUnits(
  guarantees: ReadonlyMap<ArrangedNode, Record<string, number>>,
  node: ArrangedNode,
  flavor: string,
  units: number,
): void {
  const guarantee = guarantees.get(node)
  if (guarantee !== undefined) guarantee[flavor] = units
}

/** The name that no id can have: what the siblings leave to the group's common pot. */
const REST = ''

function apportionShares(total: number, shares: ReadonlyMap<ArrangedNode, Share>, quantum: number) {
  const claimants = [...shares].map(([node, share]) => ({ id: node.entry.id, weight: share.millionths }))
  const claimed = claimants.reduce((sum, claimant) => sum + claimant.weight, 0)
  const rest = { id: REST, weight: Math.max(0, HUNDRED_PERCENT - claimed) }
  const steps = apportion(Math.floor(total / quantum), [...claimants, rest])
  return new Map([...steps].map(([id, count]) => [id, count * quantum]))
}

/** More than 100 %, more than the parent has, more than there is: told at the sibling that goes over. */
function checkSums(
  group: Group,
  flavor: string,
  shares: ReadonlyMap<ArrangedNode, Share>,
  guarantees: ReadonlyMap<ArrangedNode, Record<string, number>>,
  input: ResolveInput,
): void {
  const subject = group.node?.entry.id ?? ''
  const total = group.guarantee[flavor] ?? 0
  const percentages = overflow(group.children, HUNDRED_PERCENT, (child) => shares.get(child)?.millionths ?? 0)
  if (percentages !== null) {
    const words = { found: percentText(percentages.sum), expected: '100%' }
    reportAt(percentages.child, flavor, { code: 'shares-over-hundred', subject, ...words }, input)
    return
  }
  const units = overflow(group.children, total, (child) => guarantees.get(child)?.[flavor] ?? 0)
  if (units === null) return
  const code = group.node === null ? 'guarantee-over-capacity' : 'guarantee-over-parent'
  const words = { found: `${units.sum} ${flavor}`, expected: `${total} ${flavor}` }
  reportAt(units.child, flavor, { code, subject, ...words }, input)
}

/** The child at which the sum first exceeds the bound, and the whole sum. */
function overflow(children: readonly ArrangedNode[], bound: number, amount: (child: ArrangedNode) => number) {
  let sum = 0
  let child: ArrangedNode | null = null
  for (const candidate of children) {
    sum += amount(candidate)
    if (sum > bound) child ??= candidate
  }
  return child === null ? null : { child, sum }
}

function reportAt(
  node: ArrangedNode,
  flavor: string,
  problem: { code: FileProblemCode; subject: string; found: string; expected: string },
  { document, problems }: ResolveInput,
): void {
  const at = pathOfAmount(node, 'guarantee', flavor)
  problems.report({ ...problem, offset: document.offsetOf(at), path: document.pathText(at) })
}

function amountFor(node: ArrangedNode, key: UnitsKey, flavor: string): Amount | null {
  const written = node.entry[key]
  if (written === undefined) return null
  if (typeof written !== 'object') return amountOf(written)
  const own = (written as Readonly<Record<string, UnitsOrPercent>>)[flavor]
  return own === undefined ? null : amountOf(own)
}

function pathOfAmount(node: ArrangedNode, key: UnitsKey, flavor: string): SourcePath {
  return typeof node.entry[key] === 'object' ? [...node.path, key, flavor] : [...node.path, key]
}

/** What the node does not state is that of the nearest node above that does. */
function preemptionOf({ entry }: ArrangedNode, above: PreemptionRule | null): PreemptionRule | null {
  if (entry.preemption === undefined) return above
  const { protectedRuntime, grace } = entry.preemption
  const seconds = (written: string | undefined, inherited: number | undefined) =>
    written === undefined ? (inherited ?? 0) : secondsOfDuration(written)
  return {
    protectedRuntimeSeconds: seconds(protectedRuntime, above?.protectedRuntimeSeconds),
    graceSeconds: seconds(grace, above?.graceSeconds),
  }
}

function shareNode(
  node: ArrangedNode,
  guarantee: Readonly<Record<string, number>>,
  above: Pick<Group, 'guarantee' | 'preemption'>,
  { flavors }: ResolveInput,
): ShareNode {
  const { entry } = node
  const resolve = (key: UnitsKey, whole: Readonly<Record<string, number>>) => {
    const units: Record<string, number> = {}
    for (const { name, quantum } of flavors) {
      const amount = amountFor(node, key, name)
      if (amount === null) continue
      units[name] = amount.kind === 'units' ? amount.units : shareOf(whole[name] ?? 0, amount, quantum)
    }
    return units
  }
  const guaranteedCells = typeof entry.guarantee === 'object' ? entry.guarantee.cell : undefined
  return {
    id: entry.id,
    parent: entry.parent ?? null,
    kind: entry.kind,
    title: entry.title ?? {},
    guarantee,
    weight: entry.weight ?? 1,
    tier: entry.tier ?? 0,
    limit: resolve('limit', above.guarantee),
    borrowingLimit: resolve('borrowingLimit', guarantee),
    lendingLimit: resolve('lendingLimit', guarantee),
    ...(above.preemption === null ? {} : { preemption: above.preemption }),
    ...(entry.priorityScope === undefined ? {} : { priorityScope: entry.priorityScope }),
    ...(guaranteedCells === undefined ? {} : { guaranteedCells }),
  }
}

/** Nothing stands below a project whose priorities could be compared. */
function checkPriorityScope({ entry, path }: ArrangedNode, { document, problems }: ResolveInput): void {
  if (entry.kind !== 'project' || entry.priorityScope !== 'group') return
  const at = [...path, 'priorityScope']
  const place = { offset: document.offsetOf(at), path: document.pathText(at), subject: entry.id }
  problems.report({ ...place, code: 'value-unknown', found: entry.priorityScope, expected: 'project' })
}

/** Each amount by itself: a flavor that exists, whole quanta, and no share over 100 % where that says nothing. */
function checkAmounts(node: ArrangedNode, input: ResolveInput): void {
  for (const key of UNITS_KEYS) {
    const written = node.entry[key]
    if (written === undefined) continue
    if (typeof written !== 'object') checkAmount(node, key, null, amountOf(written), input)
    else
      for (const [flavor, own] of Object.entries(written) as [string, UnitsOrPercent][]) {
        if (key === 'guarantee' && flavor === 'cell') continue
        if (isKnownFlavor(node, key, flavor, input)) checkAmount(node, key, flavor, amountOf(own), input)
      }
  }
}

function isKnownFlavor(
  node: ArrangedNode,
  key: UnitsKey,
  flavor: string,
  { flavors, otherFlavors, document, problems }: ResolveInput,
): boolean {
  if (flavors.some(({ name }) => name === flavor)) return true
  const other = otherFlavors.get(flavor)
  if (other === 'broken') return false
  const at = [...node.path, key, flavor]
  const place = { offset: document.keyOffsetOf(at), path: document.pathText(at), subject: node.entry.id, found: flavor }
  if (other === 'derived') problems.report({ ...place, code: 'flavor-derived' })
  else {
    const known = flavors.map(({ name }) => name)
    problems.report({ ...place, code: 'flavor-unknown', expected: () => nearestOrAll(flavor, known) })
  }
  return false
}

function checkAmount(
  node: ArrangedNode,
  key: UnitsKey,
  flavor: string | null,
  amount: Amount,
  { flavors, document, problems }: ResolveInput,
): void {
  const at = pathOfAmount(node, key, flavor ?? '')
  const place = { offset: document.offsetOf(at), path: document.pathText(at), subject: node.entry.id }
  if (amount.kind === 'share') {
    const isBounded = key === 'guarantee' || key === 'lendingLimit'
    if (!isBounded || amount.millionths <= HUNDRED_PERCENT) return
    const words = { found: percentText(amount.millionths), expected: '100%' }
    problems.report({ ...place, code: 'share-over-hundred', ...words })
    return
  }
  const meant = flavors.filter(({ name }) => flavor === null || name === flavor)
  const uneven = meant.find(({ quantum }) => amount.units % quantum !== 0)
  if (uneven === undefined) return
  const words = { found: String(amount.units), expected: `${uneven.quantum} ${uneven.name}` }
  problems.report({ ...place, code: 'quantum-not-dividing', ...words })
}
