// "Did you mean ...?": the known name that is closest to what somebody wrote.

/** The nearest of `known` by edit distance, or null when none is near enough to be meant. Of equals the first. */
export function nearestName(written: string, known: Iterable<string>): string | null {
  const folded = fold(written)
  let nearest: string | null = null
  let bound = Math.max(1, Math.floor(folded.length / 3))
  for (const name of known) {
    const candidate = fold(name)
    if (Math.abs(candidate.length - folded.length) > bound) continue
    const distance = editDistance(folded, candidate, bound)
    if (distance > bound) continue
    if (distance === 0) return name
    nearest = name
    bound = distance - 1
  }
  return nearest
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
  return name.slice(0, LONGEST).toLowerCase().replaceAll(/[_-]/g, '')
}

const LONGEST = 64

/**
 * Optimal string alignment (insert, delete, replace, swap of neighbours); anything over `bound` is bound + 1.
 * Only the diagonal band that can stay within the bound is filled: a file may hold 10,000 names and 10,000 slips.
 */
function editDistance(a: string, b: string, bound: number): number {
  const over = bound + 1
  let beforeLast = Array.from({ length: b.length + 1 }, () => over)
  let last = Array.from({ length: b.length + 1 }, (_, column) => Math.min(column, over))
  let current = Array.from({ length: b.length + 1 }, () => over)
  for (let row = 1; row <= a.length; row += 1) {
    const first = Math.max(1, row - bound)
    current.fill(over)
    current[0] = Math.min(row, over)
    let least = current[0]
    for (let column = first; column <= Math.min(b.length, row + bound); column += 1) {
      const isSame = a.charCodeAt(row - 1) === b.charCodeAt(column - 1)
      const replaced = (last[column - 1] ?? over) + (isSame ? 0 : 1)
      let cost = Math.min((last[column] ?? over) + 1, (current[column - 1] ?? over) + 1, replaced, over)
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (isSwap) cost = Math.min(cost, (beforeLast[column - 2] ?? over) + 1)
      current[column] = cost
      least = Math.min(least, cost)
    }
    if (least > bound) return over
    ;[beforeLast, last, current] = [last, current, beforeLast]
  }
  return last[b.length] ?? over
}
