// Powers of one half that are the same bytes on every machine. Math.pow and Math.exp2 may differ in their last bit between
// engines, and a replay in a browser must equal the one on the server; square roots are rounded the same way everywhere.

const STEP_BITS = 16
const TABLE_BITS = 8
const TABLE_SIZE = 2 ** TABLE_BITS

/** 2^(-i / 2^8) and 2^(-i / 2^16), from square roots of one half alone. */
const COARSE = table(TABLE_BITS, 1)
const FINE = table(TABLE_BITS, TABLE_BITS + 1)

function table(bits: number, firstRoot: number): Float64Array {
  const roots: number[] = []
  let root = 0.5
  for (let depth = 1; depth < firstRoot + bits; depth += 1) {
    root = Math.sqrt(root)
    if (depth >= firstRoot) roots.push(root)
  }
  return Float64Array.from({ length: 2 ** bits }, (_, index) => {
    let product = 1
    roots.forEach((factor, place) => {
      if ((index >> (bits - 1 - place)) & 1) product *= factor
    })
    return product
  })
}

/** 2^-x for x >= 0 in steps of 2^-16: off by less than 1.1e-5 of itself, exact at whole numbers, never rising with x. */
export function halvedInSteps(x: number): number {
  const whole = Math.floor(x)
  const step = Math.floor((x - whole) * 2 ** STEP_BITS)
  const fraction = COARSE[step >> TABLE_BITS]! * FINE[step % TABLE_SIZE]!
  return whole > 1074 ? 0 : fraction * 2 ** -whole
}

const ROOTS = Float64Array.from({ length: 52 }, (_, depth) => {
  let root = 0.5
  for (let step = 0; step <= depth; step += 1) root = Math.sqrt(root)
  return root
})

/** 2^-x for 0 <= x < 1 to the last few bits: the product of 2^(-1/2^j) over the binary digits of x. */
export function halvedExactly(x: number): number {
  let product = 1
  let rest = x
  for (let digit = 0; rest > 0 && digit < ROOTS.length; digit += 1) {
    rest *= 2
    if (rest >= 1) {
      product *= ROOTS[digit]!
      rest -= 1
    }
  }
  return product
}
