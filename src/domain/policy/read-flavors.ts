// The pool's flavors: what exists and can be shared out, and what is only known by name.
import { ratioOfDecimal } from '../kernel/ratio.ts'
import { checkFlavorCells } from './check-cells.ts'
import { nearestOrAll } from './nearest.ts'
import type { Flavor, Pool, SliceFlavor } from './policy.ts'
import type { ProblemList } from './problem-list.ts'
import { FlavorSchema, type FlavorEntry } from './schema.ts'
import type { SourceDocument, SourcePath } from './source-document.ts'

export interface FlavorReading {
  readonly flavors: readonly Flavor[]
  readonly slices: readonly SliceFlavor[]
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
  const derived: PlacedFlavor[] = []
  const cards = new Map<string, FlavorEntry | null>()
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
      if (typeof name === 'string') {
        otherFlavors.set(name, 'broken')
        cards.set(name, null)
      }
    } else if (entry.data.backedBy !== undefined || entry.data.perGpu !== undefined) {
      otherFlavors.set(entry.data.name, 'derived')
      derived.push({ entry: entry.data, path: at })
    } else {
      cards.set(entry.data.name, entry.data)
      const flavor = readFlavor(entry.data, at, document, problems)
      if (flavor === null) otherFlavors.set(entry.data.name, 'broken')
      else flavors.push(flavor)
    }
  }
  const slices = readSlices(derived, cards, document, problems)
  // Over another pool the flavors of the file are no longer there: a share that names one has nothing to be a share of.
  if (pool === undefined) return { flavors, slices, otherFlavors }
  const others = (pool.slices ?? []).map(({ name }) => [name, 'derived'] as const)
  return { flavors: pool.flavors, slices: pool.slices ?? [], otherFlavors: new Map(others) }
}

interface PlacedFlavor {
  readonly entry: FlavorEntry
  readonly path: SourcePath
}

function readFlavor(
  entry: FlavorEntry,
  path: SourcePath,
  document: SourceDocument,
  problems: ProblemList,
): Flavor | null {
  const { name, unit, capacity, quantum = 1, cells, calendar } = entry
  checkFlavorCells(entry, path, document, problems)
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
  return {
    name,
    unit,
    quantum,
    capacity,
    price: ratioOfDecimal(entry.price),
    ...(cells === undefined ? {} : { cells }),
    ...(calendar === true ? { isCalendar: true } : {}),
  }
}

/** Slices need both: of whose cards, and how many of each. They have no capacity and no place of their own. */
function readSlices(
  derived: readonly PlacedFlavor[],
  cards: ReadonlyMap<string, FlavorEntry | null>,
  document: SourceDocument,
  problems: ProblemList,
): readonly SliceFlavor[] {
  return derived.flatMap(({ entry, path }) => {
    const { name, backedBy, perGpu, price } = entry
    if (backedBy === undefined) reportMissing('backedBy', path, document, problems)
    else checkBacking(backedBy, [...path, 'backedBy'], { name, cards, document, problems })
    if (perGpu === undefined) reportMissing('perGpu', path, document, problems)
    for (const key of ['capacity', 'cells', 'calendar'] as const) {
      if (entry[key] === undefined) continue
      const at = [...path, key]
      const place = { offset: document.keyOffsetOf(at), path: document.pathText(at), subject: name }
      problems.report({ ...place, code: 'flavor-derived', found: key })
    }
    const at = (key: string) => {
      const keyPath = [...path, key]
      return { offset: document.offsetOf(keyPath), path: document.pathText(keyPath), subject: name }
    }
    if (entry.unit !== 'slice') {
      problems.report({ ...at('unit'), code: 'value-unknown', found: entry.unit, expected: 'slice' })
    }
    if ((entry.quantum ?? 1) !== 1) {
      problems.report({ ...at('quantum'), code: 'value-range', found: String(entry.quantum), expected: '≤ 1' })
    }
    if (backedBy === undefined || perGpu === undefined) return []
    return [{ name, backedBy, perGpu, price: ratioOfDecimal(price) }]
  })
}

interface BackingCheck {
  readonly name: string
  /** By name; null: its form is wrong, which is told already. */
  readonly cards: ReadonlyMap<string, FlavorEntry | null>
  readonly document: SourceDocument
  readonly problems: ProblemList
}

function checkBacking(backedBy: string, at: SourcePath, { name, cards, document, problems }: BackingCheck): void {
  const place = { offset: document.offsetOf(at), path: document.pathText(at), subject: name, found: backedBy }
  const backing = cards.get(backedBy)
  if (backing === undefined) {
    problems.report({ ...place, code: 'flavor-unknown', expected: () => nearestOrAll(backedBy, cards.keys()) })
  } else if (backing !== null && backing.unit !== 'gpu' && backing.unit !== 'npu') {
    problems.report({ ...place, code: 'slices-of-no-cards', expected: backing.unit })
  }
}

function reportMissing(key: string, path: SourcePath, document: SourceDocument, problems: ProblemList): void {
  const place = { offset: document.offsetOf(path), path: document.pathText([...path, key]) }
  problems.report({ ...place, code: 'key-missing', expected: key })
}
