// "Did you mean ...?": the known name that is closest to what somebody wrote.
import { compareIds } from '../kernel/apportion.ts'

/** The nearest of `known` by edit distance, or null when none is near enough to be meant. Ties go to the smaller name. */
export function nearestName(written: string, known: Iterable<string>): string | null {
  const folded = fold(written)
  const reach = Math.max(1, Math.floor(Math.min(folded.length, 40) / 3))
  let best: { name: string; distance: number } | null = null
  for (const name of known) {
    const bound: number = best === null ? reach : best.distance
    if (Math.abs(name.length - folded.length) > bound) continue
    const distance = editDistance(folded, fold(name), bound)
    if (distance > bound) continue
    if (best === null || distance < best.distance || compareIds(name, best.name) < 0) best = { name, distance }
  }
  return best?.name ?? null
}

/** The nearest name, else the whole list when it is short enough to read. */
export function nearestOrAll(written: string, known: Iterable<string>): string {
  const names = [...known]
  const nearest = nearestName(written, names)
  if (nearest !== null) return nearest
  return names.length <= 12 ? names.join(', ') : ''
}

/** Case, `_` and `-` are slips of the same kind: `borrowing_limit` is `borrowingLimit`. */
function fold(name: string): string {
  return name.slice(0, 80).toLowerCase().replaceAll(/[_-]/g, '')
}

/** Optimal string alignment (insert, delete, replace, swap of neighbours); anything over `bound` is bound + 1. */
function editDistance(a: string, b: string, bound: number): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    let least = row
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1]
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      )
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (isSwap) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1)
      current.push(cost)
      least = Math.min(least, cost)
    }
    if (least > bound) return bound + 1
    beforeLast = last
    last = current
  }
  return last[b.length] ?? 0
}
