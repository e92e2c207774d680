// Chance that is the same on every machine: the generator mulberry32, in whole numbers.

export interface Draws {
  /** A whole number from 0 to below `bound`, which is at most 2^32. */
  below(bound: number): number
  /** A whole number from 0 to below `bound`, which is at most 2^53. */
  belowLarge(bound: number): number
}

/** The same seed gives the same draws; `seed` is taken modulo 2^32. */
export function drawsOf(seed: number): Draws {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  return {
    below: (bound) => Math.floor((next() / 2 ** 32) * bound),
    // 53 bits: 32 and 21.
    belowLarge: (bound) => Math.floor(((next() * 2 ** 21 + (next() >>> 11)) / 2 ** 53) * bound),
  }
}
