// The one way in which a rule says yes or no. An expected "no" is a value with a name from a closed list;
// only a bug or a broken outside world throws.

/** A decision: a value, or a refusal whose name comes from the closed list `R`. */
export type Result<T, R> = Accepted<T> | Refused<R>

export interface Accepted<T> {
  readonly ok: true
  readonly value: T
}

export interface Refused<R> {
  readonly ok: false
  readonly refusal: R
}

export function accept<T>(value: T): Accepted<T> {
  return { ok: true, value }
}

export function refuse<R>(refusal: R): Refused<R> {
  return { ok: false, refusal }
}
