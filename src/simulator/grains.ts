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

/** @param factor of its own units. @param seatFactor of the units of its appointments; absent: the same. */
export function termsInGrains(terms: JobTerms, factor: number, seatFactor = factor): JobTerms {
  const { gang, coAllocations } = terms
  if ((gang === null || factor === 1) && (coAllocations.length === 0 || seatFactor === 1)) return terms
  return {
    ...terms,
    gang: gang === null ? null : { ...gang, unitsPerPod: gang.unitsPerPod * factor },
    coAllocations: coAllocations.map((seats) => ({ ...seats, units: seats.units * seatFactor })),
  }
}
