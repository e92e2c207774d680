// The pool's flavors: what exists and can be shared out, and what is only known by name.
import { ratioOfDecimal } from '../kernel/ratio.ts'
import { nearestOrAll } from './nearest.ts'
import type { Flavor, Pool } from './policy.ts'
import type { ProblemList } from './problem-list.ts'
import { FlavorSchema, type FlavorEntry } from './schema.ts'
import type { SourceDocument, SourcePath } from './source-document.ts'

export interface FlavorReading {
  readonly flavors: readonly Flavor[]
  readonly otherFlavors: ReadonlyMap<string, 'derived' | 'broken'>
}

/** Reads `spec.flavors`. Flavors whose form is wrong (told elsewhere) are known as broken. `pool` takes their place. */
export function readFlavors(
  document: SourceDocument,
  problems: ProblemList,
  pool?: Pool,
  path: SourcePath = ['spec', 'flavors'],
): FlavorReading {
  const flavors: Flavor[] = []
  const otherFlavors = new Map<string, 'derived' | 'broken'>()
  const names = new Set<string>()
  const derived: { entry: FlavorEntry; path: SourcePath }[] = []
  const list = document.plainAt(path)
  for (const [position, item] of (Array.isArray(list) ? (list as unknown[]) : []).entries()) {
    const at = [...path, position]
    const entry = FlavorSchema.safeParse(item)
    const name: unknown = (item as { name?: unknown } | null)?.name
    if (typeof name === 'string' && names.has(name)) {
      const place = { offset: document.offsetOf([...at, 'name']), path: document.pathText([...at, 'name']) }
      problems.report({ ...place, code: 'flavor-duplicate', found: name })
      continue
    }
    if (typeof name === 'string') names.add(name)
    if (!entry.success) {
      if (typeof name === 'string') otherFlavors.set(name, 'broken')
    } else if (entry.data.backedBy !== undefined || entry.data.perGpu !== undefined) {
      otherFlavors.set(entry.data.name, 'derived')
      derived.push({ entry: entry.data, path: at })
    } else {
      const flavor = readFlavor(entry.data, at, document, problems)
      if (flavor === null) otherFlavors.set(entry.data.name, 'broken')
      else flavors.push(flavor)
    }
  }
  checkDerived(derived, names, document, problems)
  // Over another pool the flavors of the file are no longer there: a share that names one has nothing to be a share of.
  return pool === undefined ? { flavors, otherFlavors } : { flavors: pool.flavors, otherFlavors: new Map() }
}

function readFlavor(
  entry: FlavorEntry,
  path: SourcePath,
  document: SourceDocument,
  problems: ProblemList,
): Flavor | null {
  const { name, unit, capacity, quantum = 1 } = entry
  if (capacity === undefined) {
    reportMissing('capacity', path, document, problems)
    return null
  }
  if (capacity % quantum !== 0) {
    const at = [...path, 'capacity']
    const words = { found: String(capacity), expected: `${quantum} ${name}` }
    problems.report({
      code: 'quantum-not-dividing',
      offset: document.offsetOf(at),
      path: document.pathText(at),
      subject: name,
      ...words,
    })
  }
  return { name, unit, quantum, capacity, price: ratioOfDecimal(entry.price) }
}

/** Slices need both: of whose cards, and how many of each. They have no capacity of their own. */
function checkDerived(
  derived: readonly { entry: FlavorEntry; path: SourcePath }[],
  names: ReadonlySet<string>,
  document: SourceDocument,
  problems: ProblemList,
): void {
  const slices = new Set(derived.map(({ entry }) => entry.name))
  const cards = [...names].filter((name) => !slices.has(name))
  for (const { entry, path } of derived) {
    if (entry.backedBy === undefined) reportMissing('backedBy', path, document, problems)
    if (entry.perGpu === undefined) reportMissing('perGpu', path, document, problems)
    if (entry.capacity !== undefined) {
      const at = [...path, 'capacity']
      const place = { offset: document.keyOffsetOf(at), path: document.pathText(at), subject: entry.name }
      problems.report({ ...place, code: 'flavor-derived', found: 'capacity' })
    }
    const backing = entry.backedBy
    if (backing === undefined || cards.includes(backing)) continue
    const at = [...path, 'backedBy']
    const place = { offset: document.offsetOf(at), path: document.pathText(at), subject: entry.name, found: backing }
    problems.report({ ...place, code: 'flavor-unknown', expected: () => nearestOrAll(backing, cards) })
  }
}

function reportMissing(key: string, path: SourcePath, document: SourceDocument, problems: ProblemList): void {
  const place = { offset: document.offsetOf(path), path: document.pathText([...path, key]) }
  problems.report({ ...place, code: 'key-missing', expected: key })
}
