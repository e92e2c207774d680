// Takes the rules that Weir does not act on yet out of the file: kept by type (declared.ts), and told as notices.
import { secondsOfDuration } from './amount.ts'
import type { DeclaredFlavor, DeclaredNode, DeclaredRules } from './declared.ts'
import type { PolicyNotice } from './problem.ts'
import type { ProblemList } from './problem-list.ts'
import type { FlavorEntry, PoolDocument, ShareNodeEntry, ShareTreeDocument } from './schema.ts'
import type { SourceDocument, SourcePath } from './source-document.ts'

/** null when the file declares none. */
export function declaredRules(pool: PoolDocument, tree: ShareTreeDocument): DeclaredRules | null {
  const { onCapacityLoss, history, rebalance, backfill } = pool.spec
  const flavors = pool.spec.flavors.flatMap((entry) => {
    const declared = declaredFlavor(entry)
    return declared === null ? [] : [[entry.name, declared] as const]
  })
  const nodes = tree.spec.flatMap((entry) => {
    const declared = declaredNode(entry)
    return declared === null ? [] : [[entry.id, declared] as const]
  })
  const declared = {
    ...given('onCapacityLoss', onCapacityLoss),
    ...given('history', history && declaredHistory(history)),
    ...given('rebalance', rebalance && withoutAbsent(rebalance)),
    ...given('backfill', backfill && declaredBackfill(backfill)),
    ...given('flavors', flavors.length === 0 ? undefined : Object.fromEntries(flavors)),
    ...given('nodes', nodes.length === 0 ? undefined : Object.fromEntries(nodes)),
  }
  return Object.keys(declared).length === 0 ? null : declared
}

type Given<K extends string, V> = { readonly [Key in K]?: Exclude<V, undefined> }

/** The key only when there is something to say: an absent rule has no key. */
function given<K extends string, V>(key: K, value: V): Given<K, V> {
  return value === undefined ? {} : ({ [key]: value } as Given<K, V>)
}

type WithoutAbsent<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> }

function withoutAbsent<T extends object>(rule: T): WithoutAbsent<T> {
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) as WithoutAbsent<T>
}

function seconds(duration: string | undefined): number | undefined {
  return duration === undefined ? undefined : secondsOfDuration(duration)
}

function declaredHistory({ halfLife, ...rest }: NonNullable<PoolDocument['spec']['history']>) {
  return { ...given('halfLifeSeconds', seconds(halfLife)), ...withoutAbsent(rest) }
}

function declaredBackfill({ window, resolution, ...rest }: NonNullable<PoolDocument['spec']['backfill']>) {
  return {
    ...withoutAbsent(rest),
    ...given('windowSeconds', seconds(window)),
    ...given('resolutionSeconds', seconds(resolution)),
  }
}

function declaredFlavor({ cells, calendar, backedBy, perGpu }: FlavorEntry): DeclaredFlavor | null {
  const slices = backedBy === undefined || perGpu === undefined ? undefined : { backedBy, perGpu }
  const declared = { ...given('cells', cells), ...given('calendar', calendar), ...given('slices', slices) }
  return Object.keys(declared).length === 0 ? null : declared
}

function declaredNode({ guarantee, preemption }: ShareNodeEntry): DeclaredNode | null {
  const guaranteedCells = typeof guarantee === 'object' ? guarantee.cell : undefined
  const times = preemption && {
    ...given('protectedRuntimeSeconds', seconds(preemption.protectedRuntime)),
    ...given('graceSeconds', seconds(preemption.grace)),
  }
  const declared = { ...given('guaranteedCells', guaranteedCells), ...given('preemption', times) }
  return Object.keys(declared).length === 0 ? null : declared
}

const POOL_RULES = ['onCapacityLoss', 'history', 'rebalance', 'backfill'] as const
const FLAVOR_RULES = ['cells', 'backedBy', 'calendar'] as const

/** One notice for each rule that is declared and not acted on, at its key. */
export function policyNotices(
  documents: readonly (SourceDocument | undefined)[],
  problems: ProblemList,
): readonly PolicyNotice[] {
  const rules = documents.flatMap((document) => {
    const plain = document?.plain as { kind: string; spec: unknown } | undefined
    if (document === undefined || plain === undefined) return []
    const paths = plain.kind === 'Pool' ? poolRules(plain.spec) : treeRules(plain.spec)
    return paths.map((path) => ({ path, document, offset: document.keyOffsetOf(path) }))
  })
  return rules
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ path, document, offset }) => ({
      code: 'rule-not-acted-on',
      ...problems.place(offset),
      path: document.pathText(path),
      key: String(path.at(-1)),
    }))
}

function poolRules(spec: unknown): readonly SourcePath[] {
  const own = POOL_RULES.filter((key) => Object.hasOwn(spec as object, key)).map((key) => ['spec', key])
  const flavors = (spec as { flavors: readonly object[] }).flavors.flatMap((flavor, position) =>
    FLAVOR_RULES.filter((key) => Object.hasOwn(flavor, key)).map((key) => ['spec', 'flavors', position, key]),
  )
  return [...own, ...flavors]
}

function treeRules(spec: unknown): readonly SourcePath[] {
  return (spec as readonly { guarantee?: unknown; preemption?: unknown }[]).flatMap((node, position) => {
    const paths: SourcePath[] = []
    const { guarantee } = node
    if (typeof guarantee === 'object' && guarantee !== null && Object.hasOwn(guarantee, 'cell')) {
      paths.push(['spec', position, 'guarantee', 'cell'])
    }
    if (node.preemption !== undefined) paths.push(['spec', position, 'preemption'])
    return paths
  })
}
