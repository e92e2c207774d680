// Products of whole numbers that may pass 2^53: compared and divided exactly, at the price of bigint only when they do.

/** Sign of a*b - c*d for whole numbers; also when the products are no longer exact as numbers. */
export function compareProducts(a: number, b: number, c: number, d: number): number {
  const left = a * b
  const right = c * d
  if (left <= Number.MAX_SAFE_INTEGER && right <= Number.MAX_SAFE_INTEGER) return left - right
  if (left === Infinity || right === Infinity) return left === right ? 0 : left - right
  const exact = BigInt(a) * BigInt(b) - BigInt(c) * BigInt(d)
  return exact < 0n ? -1 : exact > 0n ? 1 : 0
}

/** floor(a*b / c) for whole numbers, c > 0. */
export function floorProduct(a: number, b: number, c: number): number {
  const product = a * b
  if (product <= Number.MAX_SAFE_INTEGER) return Math.floor(product / c)
  return Number((BigInt(a) * BigInt(b)) / BigInt(c))
}

/** a*b - c*d for whole numbers whose difference is below 2^53. */
export function productDifference(a: number, b: number, c: number, d: number): number {
  const left = a * b
  const right = c * d
  if (left <= Number.MAX_SAFE_INTEGER && right <= Number.MAX_SAFE_INTEGER) return left - right
  return Number(BigInt(a) * BigInt(b) - BigInt(c) * BigInt(d))
}
