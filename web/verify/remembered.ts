// What this browser keeps of a log: the keys that it trusts and the last checkpoint that it found in order. Kept per agency,
// only here; nothing of it is sent anywhere.

import type { SeenHashesText } from '../../src/domain/proof/seen-hashes.ts'

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
  /** Of the entries that were verified last, all or the first of those under `note`. */
  readonly hashes?: SeenHashesText
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
  const { form, keys, witnesses, note, seenAt, hashes } = kept as Partial<Record<keyof Remembered, unknown>>
  const isText = (value: unknown): boolean => value === null || typeof value === 'string'
  if (form !== 1 || !isTexts(keys) || !isTexts(witnesses) || !isText(note) || !isText(seenAt)) return false
  return hashes === undefined || isHashes(hashes)
}

function isHashes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { tiles, tail } = value as Partial<Record<keyof SeenHashesText, unknown>>
  return typeof tiles === 'string' && typeof tail === 'string'
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}
