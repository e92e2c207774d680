// From the list of nodes as written to a tree: unique ids, known parents, no circle, no sector under a programme.
import { nearestName } from './nearest.ts'
import { NODE_KINDS } from './policy.ts'
import type { ProblemList } from './problem-list.ts'
import type { ShareNodeEntry } from './schema.ts'
import type { SourceDocument, SourcePath } from './source-document.ts'

/** A node of the file whose own form is right, and where it stands. */
export interface PlacedNode {
  readonly entry: ShareNodeEntry
  readonly path: SourcePath
}

export interface ArrangedNode extends PlacedNode {
  readonly children: readonly ArrangedNode[]
}

/** The roots with what stands below them, siblings by their order in the file. Nodes with problems are left out. */
export function arrangeTree(
  placed: readonly PlacedNode[],
  document: SourceDocument,
  problems: ProblemList,
  brokenIds: ReadonlySet<string>,
): readonly ArrangedNode[] {
  const byId = uniqueNodes(placed, document, problems)
  const childrenOf = new Map<string, PlacedNode[]>()
  const roots: PlacedNode[] = []
  for (const node of byId.values()) {
    const { parent } = node.entry
    if (parent === undefined) roots.push(node)
    else if (isGoodParent(node, byId, document, problems, brokenIds)) {
      const siblings = childrenOf.get(parent)
      if (siblings === undefined) childrenOf.set(parent, [node])
      else siblings.push(node)
    }
  }
  const arranged = new Set<string>()
  const trees = roots.map((root) => withChildren(root, childrenOf, arranged))
  reportCircles(byId, arranged, document, problems)
  return trees
}

function uniqueNodes(placed: readonly PlacedNode[], document: SourceDocument, problems: ProblemList) {
  const byId = new Map<string, PlacedNode>()
  for (const node of placed) {
    const { id } = node.entry
    const first = byId.get(id)
    if (first === undefined) {
      byId.set(id, node)
      continue
    }
    const at = [...node.path, 'id']
    const { line } = problems.place(document.offsetOf([...first.path, 'id']))
    const words = { subject: id, found: id, expected: String(line) }
    problems.report({ code: 'id-duplicate', offset: document.offsetOf(at), path: document.pathText(at), ...words })
  }
  return byId
}

function isGoodParent(
  { entry, path }: PlacedNode,
  byId: ReadonlyMap<string, PlacedNode>,
  document: SourceDocument,
  problems: ProblemList,
  brokenIds: ReadonlySet<string>,
): boolean {
  const id = entry.parent ?? ''
  const at = [...path, 'parent']
  const place = { offset: document.offsetOf(at), path: document.pathText(at), subject: entry.id, found: id }
  const parent = byId.get(id)
  if (parent === undefined) {
    if (brokenIds.has(id)) return false
    const groups = () => [...byId.values()].filter((node) => node.entry.kind !== 'project').map((node) => node.entry.id)
    problems.report({ ...place, code: 'parent-unknown', expected: () => nearestName(id, groups()) ?? '' })
    return false
  }
  if (parent.entry.kind === 'project') {
    problems.report({ ...place, code: 'parent-is-project' })
    return false
  }
  if (NODE_KINDS.indexOf(entry.kind) < NODE_KINDS.indexOf(parent.entry.kind)) {
    problems.report({ ...place, code: 'kind-order', found: entry.kind, expected: parent.entry.kind })
  }
  return true
}

/** Depth first with a list of its own instead of recursion: a chain of 10,000 groups is legal. */
function withChildren(
  root: PlacedNode,
  childrenOf: ReadonlyMap<string, readonly PlacedNode[]>,
  arranged: Set<string>,
): ArrangedNode {
  const top = { ...root, children: [] as ArrangedNode[] }
  const open = [top]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    arranged.add(node.entry.id)
    for (const child of childrenOf.get(node.entry.id) ?? []) {
      const below = { ...child, children: [] as ArrangedNode[] }
      node.children.push(below)
      open.push(below)
    }
  }
  return top
}

/** What no root leads to hangs on a circle (or on a node that was left out). Each circle is told once. */
function reportCircles(
  byId: ReadonlyMap<string, PlacedNode>,
  arranged: ReadonlySet<string>,
  document: SourceDocument,
  problems: ProblemList,
): void {
  const settled = new Set(arranged)
  for (const start of byId.keys()) {
    const walked = new Map<string, number>()
    const way: string[] = []
    let id: string | undefined = start
    while (id !== undefined && byId.has(id) && !settled.has(id) && !walked.has(id)) {
      walked.set(id, way.length)
      way.push(id)
      id = byId.get(id)?.entry.parent
    }
    const from = id === undefined ? undefined : walked.get(id)
    if (from !== undefined) reportCircle(way.slice(from), byId, document, problems)
    for (const passed of way) settled.add(passed)
  }
}

function reportCircle(
  circle: readonly string[],
  byId: ReadonlyMap<string, PlacedNode>,
  document: SourceDocument,
  problems: ProblemList,
): void {
  const offsetOf = (id: string) => document.offsetOf([...(byId.get(id)?.path ?? []), 'parent'])
  const turned = circle.toSorted((a, b) => offsetOf(a) - offsetOf(b))
  const first = turned[0] ?? ''
  const at = circle.indexOf(first)
  const found = [...circle.slice(at), ...circle.slice(0, at), first].join(' → ')
  const path = document.pathText([...(byId.get(first)?.path ?? []), 'parent'])
  problems.report({ code: 'parent-cycle', offset: offsetOf(first), path, subject: first, found })
}
