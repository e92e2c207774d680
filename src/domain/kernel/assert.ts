// What can only be a bug is asserted, in production too.

/** Throws when `condition` does not hold; the message says what must be true. */
export function assert(condition: boolean, mustHold: string): asserts condition {
  if (!condition) throw new Error(`bug: ${mustHold}`)
}

/** For a `switch` over a closed union: a new member does not compile until it has its branch. */
export function assertNever(value: never): never {
  throw new Error(`bug: unexpected ${JSON.stringify(value)}`)
}
