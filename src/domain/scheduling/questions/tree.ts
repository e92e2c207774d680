// The share tree of a question: nodes in any order, one flavor, whole units.
import type { ShareNode } from '../../policy/policy.ts'
import { nearestOrAll } from '../../policy/nearest.ts'
import { treeShape, type ShareTreeShape } from '../share-tree.ts'
import { exactSum, FieldReader, MOST_UNITS, RefusedQuestion } from './reading.ts'

const FLAVOR = 'pool'
const BOUNDS = ['limit', 'borrowingLimit', 'lendingLimit'] as const
/** One list of nodes serves every question: what a question does not need is checked all the same. */
const NODE_KEYS = ['id', 'parent', 'guarantee', 'weight', ...BOUNDS, 'tier', 'demand', 'allocated'] as const
/** Deeper trees are a mistake. */
const DEEPEST = 1_000
/** Nodes on the paths of all nodes up to the pool, which are kept: 200 megabytes. */
const MOST_STEPS = 50_000_000

export interface QuestionTree {
  readonly shape: ShareTreeShape
  /** As they are written, by node index; NaN where they are absent. */
  readonly demand: Float64Array
  readonly allocated: Float64Array
  /** `nodes[3]` of a node index. */
  readonly fieldOf: (node: number) => string
}

interface WrittenNode {
  readonly id: string
  readonly parent: string | null
  readonly field: string
  readonly demand: number
  readonly allocated: number
  readonly guarantee: number
  readonly share: Omit<ShareNode, 'id' | 'parent' | 'guarantee'>
}

/** Reads `capacity`, `nodes` and `groupGuarantee`. */
export function readTree(question: FieldReader): QuestionTree {
  const capacity = question.whole('capacity')
  const written = question.list('nodes').map((value, place) => readNode(value, `nodes[${place}]`))
  checkIds(written)
  checkWeights(written)
  const ordered = inOrder(written)
  const guarantees = guaranteesOf(ordered, readReading(question))
  const nodes = ordered.map(({ id, parent, share }): ShareNode => ({
    ...share,
    id,
    parent,
    guarantee: { [FLAVOR]: guarantees.get(id)! },
  }))
  return {
    shape: treeShape(nodes, FLAVOR, capacity),
    demand: Float64Array.from([Number.NaN, ...ordered.map(({ demand }) => demand)]),
    allocated: Float64Array.from([Number.NaN, ...ordered.map(({ allocated }) => allocated)]),
    fieldOf: (node) => ordered[node - 1]!.field,
  }
}

function readReading(question: FieldReader): 'covers' | 'adds' {
  const reading = question.textOrNull('groupGuarantee') ?? 'covers'
  if (reading === 'covers' || reading === 'adds') return reading
  throw new RefusedQuestion('field-type', 'groupGuarantee', reading, 'covers | adds')
}

function readNode(value: unknown, field: string): WrittenNode {
  const node = new FieldReader(value, field, NODE_KEYS)
  const written = (key: string) => (node.has(key) ? node.whole(key) : Number.NaN)
  const bound = (key: (typeof BOUNDS)[number]) => {
    // A bound above everything that can be asked for is how some programs write that there is none.
    const units = node.has(key) ? node.whole(key, { most: Number.MAX_SAFE_INTEGER }) : Infinity
    return units > MOST_UNITS ? {} : { [FLAVOR]: units }
  }
  return {
    id: node.text('id'),
    parent: node.textOrNull('parent'),
    field,
    demand: written('demand'),
    allocated: written('allocated'),
    guarantee: node.whole('guarantee', { absent: 0 }),
    share: {
      kind: 'project',
      title: {},
      weight: node.whole('weight', { absent: 1 }),
      tier: node.has('tier') ? node.whole('tier', { least: -MOST_UNITS }) : 0,
      limit: bound('limit'),
      borrowingLimit: bound('borrowingLimit'),
      lendingLimit: bound('lendingLimit'),
    },
  }
}

function checkIds(nodes: readonly WrittenNode[]): void {
  const fieldById = new Map<string, string>()
  for (const { id, field } of nodes) {
    const other = fieldById.get(id)
    if (other !== undefined) throw new RefusedQuestion('id-duplicate', `${field}.id`, id, other)
    fieldById.set(id, field)
  }
  for (const { id, parent, field } of nodes) {
    if (parent === null || fieldById.has(parent)) continue
    const others = [...fieldById.keys()].filter((other) => other !== id)
    throw new RefusedQuestion('parent-unknown', `${field}.parent`, parent, nearestOrAll(parent, others))
  }
}

/** Parents before their children; within a level as written. */
function inOrder(nodes: readonly WrittenNode[]): readonly WrittenNode[] {
  const children = new Map<string | null, WrittenNode[]>()
  for (const node of nodes) {
    const siblings = children.get(node.parent)
    if (siblings === undefined) children.set(node.parent, [node])
    else siblings.push(node)
  }
  const ordered: WrittenNode[] = []
  let level = children.get(null) ?? []
  let steps = 0
  for (let depth = 1; level.length > 0; depth += 1) {
    steps += depth * level.length
    if (depth > DEEPEST || steps > MOST_STEPS) {
      throw new RefusedQuestion('tree-too-deep', `${level[0]!.field}.parent`, depth, String(depth - 1))
    }
    for (const node of level) ordered.push(node)
    level = level.flatMap(({ id }) => children.get(id) ?? [])
  }
  if (ordered.length < nodes.length) {
    const reached = new Set(ordered)
    const lost = nodes.find((node) => !reached.has(node))!
    throw new RefusedQuestion('parent-cycle', `${lost.field}.parent`, lost.parent)
  }
  return ordered
}

/** Guarantees that cover the children's. With `adds` a group's own stands beside its children's, as Kueue reads it. */
function guaranteesOf(ordered: readonly WrittenNode[], reading: 'covers' | 'adds'): Map<string, number> {
  const ofChildren = new Map<string | null, number>()
  const covering = new Map<string, number>()
  for (const { id, parent, guarantee, field } of ordered.toReversed()) {
    const covered = ofChildren.get(id) ?? 0
    const units = reading === 'adds' ? guarantee + covered : guarantee
    if (units > MOST_UNITS) throw new RefusedQuestion('sum-too-large', `${field}.guarantee`, units, `≤ ${MOST_UNITS}`)
    if (covered > units)
      throw new RefusedQuestion('guarantee-over-parent', `${field}.guarantee`, covered, String(units))
    covering.set(id, units)
    ofChildren.set(parent, exactSum(ofChildren.get(parent) ?? 0, units, `${field}.guarantee`))
  }
  return covering
}

function checkWeights(nodes: readonly WrittenNode[]): void {
  const sums = new Map<string | null, number>()
  for (const { parent, share, field } of nodes) {
    sums.set(parent, exactSum(sums.get(parent) ?? 0, share.weight, `${field}.weight`))
  }
}

/** A group holds what stands below it: written at a group, units are 0 (nothing is said) or that sum. */
export function checkGroupUnits(
  { shape, fieldOf }: QuestionTree,
  key: 'demand' | 'allocated',
  { written, sums }: { readonly written: Float64Array; readonly sums: Float64Array },
): void {
  for (const [node, children] of shape.children.entries()) {
    const units = written[node]!
    if (node === 0 || children.length === 0 || Number.isNaN(units) || units === 0 || units === sums[node]) continue
    throw new RefusedQuestion('sum-differs', `${fieldOf(node)}.${key}`, units, String(sums[node]))
  }
}

/** Leaf index of a project by its id. */
export function projectOf(shape: ShareTreeShape, id: string, field: string): number {
  const leaf = shape.indexOf.get(id)
  if (leaf !== undefined && leaf !== 0 && shape.children[leaf]!.length === 0) return leaf
  const projects = shape.ids.filter((_, node) => node > 0 && shape.children[node]!.length === 0)
  throw new RefusedQuestion('not-a-project', field, id, nearestOrAll(id, projects))
}
