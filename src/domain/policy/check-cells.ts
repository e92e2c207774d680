// Cells of a topology (node, rack, ...): that the levels of a flavor fit into one another, and that a guarantee of whole
// cells is covered by the guarantee in units.
import { compareIds } from '../kernel/apportion.ts'
import type { ArrangedNode } from './arrange-tree.ts'
import { nearestOrAll } from './nearest.ts'
import type { Flavor, UnitsByCell, UnitsByFlavor } from './policy.ts'
import type { ProblemList } from './problem-list.ts'
import type { FlavorEntry } from './schema.ts'
import type { SourceDocument, SourcePath } from './source-document.ts'

/** The level whose cell holds a pod; every flavor with cells has it, and no level is smaller. */
export const SMALLEST_LEVEL = 'node'

/** Each level is larger than the next smaller and a multiple of it; nodes are whole quanta, and all units are in nodes. */
export function checkFlavorCells(
  { name, cells, capacity, quantum = 1, calendar }: FlavorEntry,
  path: SourcePath,
  document: SourceDocument,
  problems: ProblemList,
): void {
  if (cells === undefined) return
  const place = (step: string) => {
    const at = [...path, 'cells', step]
    return { offset: document.offsetOf(at), path: document.pathText(at), subject: name }
  }
  if (calendar === true) {
    const at = [...path, 'cells']
    const where = { offset: document.keyOffsetOf(at), path: document.pathText(at), subject: name }
    problems.report({ ...where, code: 'flavor-calendar', found: 'cells' })
    return
  }
  const node = cells[SMALLEST_LEVEL]
  if (node === undefined) {
    problems.report({ ...place(SMALLEST_LEVEL), code: 'key-missing', expected: SMALLEST_LEVEL })
    return
  }
  for (const { level, units, below } of levelsUpwards(cells)) {
    if (units > below.units && units % below.units === 0) continue
    const words = { found: `${level}: ${units}`, expected: `${below.level}: ${below.units}` }
    problems.report({ ...place(level), code: 'cells-not-nesting', ...words })
  }
  if (node % quantum !== 0 && quantum % node !== 0) {
    const words = { found: `${SMALLEST_LEVEL}: ${node}`, expected: `${quantum} ${name}` }
    problems.report({ ...place(SMALLEST_LEVEL), code: 'quantum-not-dividing', ...words })
  }
  if (capacity !== undefined && capacity % node !== 0) {
    const at = [...path, 'capacity']
    const where = { offset: document.offsetOf(at), path: document.pathText(at), subject: name }
    problems.report({ ...where, code: 'capacity-not-in-cells', found: String(capacity), expected: String(node) })
  }
}

/** Every level but the smallest with the one that it must be a multiple of; one smaller than a node is held against it. */
function levelsUpwards(cells: UnitsByCell) {
  const sorted = Object.entries(cells)
    .filter(([level]) => level !== SMALLEST_LEVEL)
    .toSorted(([a, x], [b, y]) => x - y || compareIds(a, b))
  const node = { level: SMALLEST_LEVEL, units: cells[SMALLEST_LEVEL] ?? 1 }
  let below = node
  return sorted.map(([level, units]) => {
    const step = { level, units, below }
    if (units > node.units) below = { level, units }
    return step
  })
}

interface Reading {
  readonly flavors: readonly Flavor[]
  readonly document: SourceDocument
  readonly problems: ProblemList
}

/** Each flavor of the guarantee that has the level must hold all of its cells. */
export function checkGuaranteedCells(
  { entry, path }: ArrangedNode,
  guarantee: UnitsByFlavor,
  { flavors, document, problems }: Reading,
): void {
  const written = typeof entry.guarantee === 'object' ? entry.guarantee.cell : undefined
  if (written === undefined) return
  const own = flavors.filter(({ name }) => (guarantee[name] ?? 0) > 0)
  for (const [level, count] of Object.entries(written)) {
    const at = [...path, 'guarantee', 'cell', level]
    const where = { path: document.pathText(at), subject: entry.id }
    const withLevel = own.filter(({ cells }) => cells !== undefined && Object.hasOwn(cells, level))
    if (withLevel.length === 0) {
      const known = new Set(own.flatMap(({ cells }) => Object.keys(cells ?? {})))
      const expected = () => nearestOrAll(level, known)
      problems.report({
        ...where,
        offset: document.keyOffsetOf(at),
        code: 'cell-level-unknown',
        found: level,
        expected,
      })
    }
    for (const { name, cells } of withLevel) {
      const needed = count * (cells?.[level] ?? 0)
      const units = guarantee[name] ?? 0
      if (needed <= units) continue
      const words = { found: `${needed} ${name}`, expected: `${units} ${name}` }
      problems.report({ ...where, offset: document.offsetOf(at), code: 'cells-over-guarantee', ...words })
    }
  }
}
