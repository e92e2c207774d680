// Prices and factors are integer pairs, so that the same input gives the same output on every machine.

/** numerator / denominator; denominator > 0, both safe integers. */
export interface Ratio {
  readonly numerator: number
  readonly denominator: number
}

/** The exact ratio of a decimal number as it was written, e.g. 2.25 -> 9/4. */
export function ratioOfDecimal(value: number): Ratio {
  let denominator = 1
  let numerator = value
  while (!Number.isInteger(numerator) && denominator < 1_000_000_000) {
    denominator *= 10
    numerator = Number((value * denominator).toPrecision(15))
  }
  const divisor = greatestCommonDivisor(Math.round(numerator), denominator)
  return { numerator: Math.round(numerator) / divisor, denominator: denominator / divisor }
}

export function ratioToNumber(ratio: Ratio): number {
  return ratio.numerator / ratio.denominator
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? Math.max(1, Math.abs(a)) : greatestCommonDivisor(b, a % b)
}
