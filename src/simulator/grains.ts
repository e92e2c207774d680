// Grains: so many parts of a unit that whatever jobs ask for is a whole number of them.
import type { JobTerms } from '../domain/scheduling/demand.ts'

/** The fewest grains of a unit in which so many thousandths of one are whole numbers: 500 and 250 need 4. */
export function grainsForMilli(milli: Iterable<number>): number {
  let common = 1000
  for (const amount of milli) common = greatestDivisor(common, amount)
  return 1000 / common
}

export function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b)
}

export function leastMultiple(a: number, b: number): number {
  return (a / greatestDivisor(a, b)) * b
}

export function termsInGrains(terms: JobTerms, factor: number): JobTerms {
  if (terms.gang === null || factor === 1) return terms
  return { ...terms, gang: { ...terms.gang, unitsPerPod: terms.gang.unitsPerPod * factor } }
}
