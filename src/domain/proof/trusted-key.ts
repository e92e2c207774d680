// The keys of a log as a reader trusts them. One that was retired speaks for what it signed until then, and for nothing later:
// whoever finds it afterwards cannot sign a newer log with it.
import type { Sha256 } from '../ledger/log-tree.ts'
import {
  isSignedBy,
  readVerifierKey,
  verifierKeyText,
  type Note,
  type VerifierKey,
  type VerifyEd25519,
} from './note.ts'

export interface TrustedKey extends VerifierKey {
  /** The size of the last checkpoint that it may sign; absent: it signs still. */
  readonly untilSize?: number
}

export interface PublishedKey {
  readonly key: TrustedKey
  /** Signed from this size on. */
  readonly fromSize: number
}

export function publishedKeyText({ key, fromSize }: PublishedKey): string {
  const until = key.untilSize === undefined ? '' : ` ${key.untilSize}`
  return `${verifierKeyText(key)} ${fromSize}${until}`
}

const LINE = /^(\S+) (0|[1-9]\d{0,15})(?: (0|[1-9]\d{0,15}))?$/

/** One line of a log's `keys`: `<verifier key> <from size>[ <until size>]`. null: it is not in that form. */
export function readPublishedKey(sha256: Sha256, line: string): PublishedKey | null {
  const [, keyText = '', from = '', until] = LINE.exec(line) ?? []
  const key = readVerifierKey(sha256, keyText)
  if (key === null) return null
  return { key: until === undefined ? key : { ...key, untilSize: Number(until) }, fromSize: Number(from) }
}

export function isSameKey(a: VerifierKey, b: VerifierKey): boolean {
  return verifierKeyText(a) === verifierKeyText(b)
}

/** What the log says of its keys may end a key that is trusted; it never brings one, nor prolongs it. */
export function retiredAsPublished(trusted: readonly TrustedKey[], published: readonly PublishedKey[]): TrustedKey[] {
  return trusted.map((key) => {
    const listed = published.find((one) => isSameKey(one.key, key))?.key.untilSize
    const untilSize = Math.min(key.untilSize ?? Infinity, listed ?? Infinity)
    return untilSize === Infinity ? key : { ...key, untilSize }
  })
}

export type SignatureFinding =
  /** None of the keys that the reader trusts signed it. */
  | { readonly problem: 'signature-missing' }
  /** It is signed by a key that signs no more, beyond the size up to which it did. */
  | { readonly problem: 'key-retired'; readonly key: string; readonly until: number; readonly size: number }

/** What is wrong with the signatures of a checkpoint of that size; null: a trusted key that may do so signed it. */
export function signatureFinding(
  { note, size }: { readonly note: Note; readonly size: number },
  keys: readonly TrustedKey[],
  verify: VerifyEd25519,
): SignatureFinding | null {
  let retired: TrustedKey | null = null
  for (const key of keys) {
    if (!isSignedBy(note, key, verify)) continue
    if (size <= (key.untilSize ?? Infinity)) return null
    retired = key
  }
  if (retired === null) return { problem: 'signature-missing' }
  return { problem: 'key-retired', key: verifierKeyText(retired), until: retired.untilSize ?? 0, size }
}
