// What this browser keeps of a log: the keys that it trusts and the last checkpoint that it found in order. Kept per agency,
// only here; nothing of it is sent anywhere.

export interface Remembered {
  readonly form: 1
  /** Lines as the log's `keys` has them: `<verifier key> <from size>[ <until size>]`. */
  readonly keys: readonly string[]
  /** Taken from the log itself at first sight, or given by the reader. */
  readonly keysFrom: 'first-sight' | 'reader'
  /** Verifier keys of witnesses who must have co-signed. */
  readonly witnesses: readonly string[]
  /** The last checkpoint that was in order, as it was signed; null: none yet. */
  readonly note: string | null
  /** When it was seen, ISO 8601; null with `note`. */
  readonly seenAt: string | null
}

const placeOf = (agency: string): string => `weir-log-${agency}`

/** null: nothing yet, or what is there cannot be read. */
export function recall(agency: string): Remembered | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(placeOf(agency)) ?? 'null')
    return isRemembered(kept) ? kept : null
  } catch {
    return null
  }
}

/** Whether it could be kept: a browser may refuse. */
export function remember(agency: string, remembered: Remembered): boolean {
  try {
    localStorage.setItem(placeOf(agency), JSON.stringify(remembered))
    return true
  } catch {
    return false
  }
}

export function forget(agency: string): void {
  try {
    localStorage.removeItem(placeOf(agency))
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

function isRemembered(kept: unknown): kept is Remembered {
  if (typeof kept !== 'object' || kept === null) return false
  const { form, keys, witnesses, note, seenAt } = kept as Partial<Record<keyof Remembered, unknown>>
  const isText = (value: unknown): boolean => value === null || typeof value === 'string'
  return form === 1 && isTexts(keys) && isTexts(witnesses) && isText(note) && isText(seenAt)
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}
