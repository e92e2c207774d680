// The policy file: from its text to a Policy, or to every problem that it has. Total: any text gives one or the other.
import type { Document } from 'yaml'
import { accept, refuse, type Result } from '../kernel/result.ts'
import { arrangeTree, type PlacedNode } from './arrange-tree.ts'
import { nearestOrAll } from './nearest.ts'
import type { Policy, Pool } from './policy.ts'
import { readFlavors, type FlavorReading } from './read-flavors.ts'
import type { FileProblem } from './problem.ts'
import { ProblemList } from './problem-list.ts'
import { poolRules } from './read-rules.ts'
import { resolveUnits } from './resolve-units.ts'
import {
  POLICY_KINDS,
  PoolDocument,
  RUN_TIME_KINDS,
  ShareNodeSchema,
  ShareTreeDocument,
  type ShareNodeEntry,
} from './schema.ts'
import { checkShape } from './shape.ts'
import { SourceDocument } from './source-document.ts'
import { composeDocuments, isReadableText, reportForbiddenSyntax } from './yaml-documents.ts'

export interface ParseOptions {
  /** Replaces the file's pool: the same shares over another amount of capacity. Percentages are resolved anew. */
  readonly pool?: Pool
}

export function parsePolicy(source: string, options: ParseOptions = {}): Result<Policy, readonly FileProblem[]> {
  const { documents, problems } = readDocuments(source, POLICY_KINDS)
  const poolDocument = documents.get('Pool')
  const treeDocument = documents.get('ShareTree')
  const pool = poolDocument === undefined ? null : checkShape(PoolDocument, poolDocument, problems)
  const tree = treeDocument === undefined ? null : checkShape(ShareTreeDocument, treeDocument, problems)
  const flavors = poolDocument === undefined ? null : readFlavors(poolDocument, problems, options.pool)
  const nodes = treeDocument === undefined ? [] : readTree(treeDocument, flavors, problems)
  if (poolDocument !== undefined && pool !== null && tree !== null) checkTiers(pool, tree, poolDocument, problems)
  if (pool === null || tree === null || flavors === null || !problems.isEmpty) return refuse(problems.finished())
  const { slices } = flavors
  return accept({
    agency: pool.metadata.agency,
    name: pool.metadata.name,
    title: pool.metadata.title ?? {},
    description: pool.metadata.description ?? {},
    pool: { flavors: flavors.flavors, ...(slices.length === 0 ? {} : { slices }) },
    tree: nodes,
    rules: poolRules(pool),
  })
}

/** An order by tiers that are all the same is no order: its writer forgot the tiers. */
function checkTiers(
  { spec }: PoolDocument,
  tree: ShareTreeDocument,
  document: SourceDocument,
  problems: ProblemList,
): void {
  if (spec.onCapacityLoss !== 'order(tier)') return
  if (new Set(tree.spec.map(({ tier = 0 }) => tier)).size > 1) return
  const at = ['spec', 'onCapacityLoss']
  const found = spec.onCapacityLoss
  problems.report({ code: 'tiers-all-equal', offset: document.offsetOf(at), path: document.pathText(at), found })
}

/** The tree's own problems are looked for even when the pool, or another node, is not in order. */
function readTree(document: SourceDocument, flavors: FlavorReading | null, problems: ProblemList) {
  const list = document.plainAt(['spec'])
  const placed: PlacedNode[] = []
  const brokenIds = new Set<string>()
  for (const [position, item] of (Array.isArray(list) ? (list as unknown[]) : []).entries()) {
    const entry = usableNode(item)
    if (entry !== null) placed.push({ entry, path: ['spec', position] })
    else {
      const id: unknown = (item as { id?: unknown } | null)?.id
      if (typeof id === 'string') brokenIds.add(id)
    }
  }
  const roots = arrangeTree(placed, document, problems, brokenIds)
  return flavors === null ? [] : resolveUnits({ roots, ...flavors, document, problems })
}

/** Without them a node cannot be placed, or those below it cannot be judged. */
const NEEDED_KEYS: readonly string[] = ['id', 'kind', 'parent', 'guarantee']

/** A node whose form is right, if need be without the keys that are not: those are told already. */
function usableNode(item: unknown): ShareNodeEntry | null {
  const whole = ShareNodeSchema.safeParse(item)
  if (whole.success) return whole.data
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return null
  const bad = whole.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [String(issue.path[0] ?? '')],
  )
  if (bad.some((key) => NEEDED_KEYS.includes(key))) return null
  const rest = Object.entries(item).filter(([key]) => !bad.includes(key))
  const usable = ShareNodeSchema.safeParse(Object.fromEntries(rest))
  return usable.success ? usable.data : null
}

/** One document of each known kind; what is missing, doubled or unknown is told. */
export function readDocuments(
  source: string,
  kinds: readonly string[],
): { documents: ReadonlyMap<string, SourceDocument>; problems: ProblemList } {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source
  const problems = new ProblemList(text)
  const documents = new Map<string, SourceDocument>()
  if (!isReadableText(text, problems)) return { documents, problems }
  const composed = composeDocuments(text, problems)
  if (composed === null) return { documents, problems }
  if (composed.length === 0) {
    problems.report({ code: 'file-empty', offset: 0, path: '' })
    return { documents, problems }
  }
  let isEachKindKnown = true
  for (const [position, document] of composed.entries()) {
    reportForbiddenSyntax(document, problems, text)
    if (!takeDocument(new SourceDocument(document, text, problems, position), kinds, documents, problems)) {
      isEachKindKnown = false
    }
  }
  // A document whose kind is misspelt is probably the one that is missing.
  const missing = isEachKindKnown ? kinds.filter((kind) => !documents.has(kind)) : []
  for (const kind of missing) {
    problems.report({ code: 'document-missing', offset: lastOffset(composed), path: kind, expected: kind })
  }
  return { documents, problems }
}

function lastOffset(documents: readonly Document.Parsed[]): number {
  return documents.at(-1)?.contents?.range[0] ?? 0
}

function takeDocument(
  document: SourceDocument,
  kinds: readonly string[],
  documents: Map<string, SourceDocument>,
  problems: ProblemList,
): boolean {
  const offset = document.offsetOf([])
  const { plain } = document
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
    const found = document.sourceOf([])
    problems.report({ code: 'value-type', offset, path: document.name, found, expected: 'map' })
    return false
  }
  const kind = (plain as { kind?: unknown }).kind
  const at = { offset: document.offsetOf(['kind']), path: document.pathText(['kind']) }
  if (kind === undefined || kind === null) {
    problems.report({ ...at, code: 'key-missing', expected: 'kind' })
    return false
  }
  const found = document.sourceOf(['kind'])
  if (typeof kind !== 'string' || !kinds.includes(kind)) {
    const isRunTime = typeof kind === 'string' && RUN_TIME_KINDS.includes(kind)
    if (isRunTime) problems.report({ ...at, code: 'document-not-policy', found })
    else problems.report({ ...at, code: 'document-kind-unknown', found, expected: () => nearestOrAll(found, kinds) })
    return isRunTime
  }
  if (documents.has(kind)) problems.report({ ...at, code: 'document-duplicate', found })
  else documents.set(kind, document)
  return true
}
