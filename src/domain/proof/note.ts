// Signed notes: a text and lines of signatures below it. https://c2sp.org/signed-note. Whoever reads one gives the keys that
// they trust; signatures of other keys are passed over.
import type { Sha256 } from '../ledger/log-tree.ts'

export const ED25519 = 0x01
/** A witness's signature with its time: https://c2sp.org/tlog-cosignature. */
export const COSIGNATURE_V1 = 0x04

export type VerifyEd25519 = (asked: {
  readonly publicKey: Uint8Array
  readonly message: Uint8Array
  readonly signature: Uint8Array
}) => boolean
export type SignEd25519 = (message: Uint8Array) => Uint8Array

/** A key that others publish: `<name>+<id>+<base64 of type and key>`. */
export interface VerifierKey {
  readonly name: string
  /** Four bytes: the beginning of SHA-256(name, line feed, type, key). */
  readonly id: Uint8Array
  readonly type: number
  readonly publicKey: Uint8Array
}

export interface NoteSignature {
  readonly name: string
  readonly id: Uint8Array
  /** What follows the id. */
  readonly signature: Uint8Array
}

export interface Note {
  /** Ends with a line feed. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

const encoder = new TextEncoder()

export function keyId(sha256: Sha256, name: string, type: number, publicKey: Uint8Array): Uint8Array {
  return sha256(joined(encoder.encode(`${name}\n`), Uint8Array.of(type), publicKey)).slice(0, 4)
}

export function verifierKey(sha256: Sha256, name: string, type: number, publicKey: Uint8Array): VerifierKey {
  return { name, type, publicKey, id: keyId(sha256, name, type, publicKey) }
}

export function verifierKeyText({ name, id, type, publicKey }: VerifierKey): string {
  return `${name}+${id.toHex()}+${joined(Uint8Array.of(type), publicKey).toBase64()}`
}

const KEY = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/

/** null: it is no key, or its id is not that of its name and key. */
export function readVerifierKey(sha256: Sha256, text: string): VerifierKey | null {
  const found = KEY.exec(text.trim())
  if (found === null) return null
  const [, name = '', idText = '', keyText = ''] = found
  const bytes = bytesOfBase64(keyText)
  const type = bytes?.[0]
  if (bytes === null || type === undefined || bytes.length !== 33) return null
  const key = verifierKey(sha256, name, type, bytes.slice(1))
  return key.id.toHex() === idText ? key : null
}

const SIGNATURE = /^\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})$/

/** null: it is not in the form of a note. */
export function readNote(text: string): Note | null {
  const split = text.lastIndexOf('\n\n')
  if (split < 0 || !text.endsWith('\n')) return null
  const signatures: NoteSignature[] = []
  for (const line of text.slice(split + 2, -1).split('\n')) {
    const found = SIGNATURE.exec(line)
    const bytes = found === null ? null : bytesOfBase64(found[2] ?? '')
    if (found === null || bytes === null || bytes.length < 5) return null
    signatures.push({ name: found[1] ?? '', id: bytes.slice(0, 4), signature: bytes.slice(4) })
  }
  return { text: text.slice(0, split + 1), signatures }
}

export function noteText({ text, signatures }: Note): string {
  const lines = signatures.map(({ name, id, signature }) => `\u2014 ${name} ${joined(id, signature).toBase64()}\n`)
  return `${text}\n${lines.join('')}`
}

export function signNote(text: string, key: VerifierKey, sign: SignEd25519): NoteSignature {
  return { name: key.name, id: key.id, signature: sign(encoder.encode(text)) }
}

/** Whether a signature of this key is on the note and true. A false one of a trusted key makes the whole note false. */
export function isSignedBy(note: Note, key: VerifierKey, verify: VerifyEd25519): boolean {
  const own = note.signatures.filter(({ name, id }) => name === key.name && id.toHex() === key.id.toHex())
  if (own.length === 0 || key.type !== ED25519) return false
  const message = encoder.encode(note.text)
  return own.every(({ signature }) => verify({ publicKey: key.publicKey, message, signature }))
}

export function cosignedMessage(text: string, atSeconds: number): Uint8Array {
  return encoder.encode(`cosignature/v1\ntime ${atSeconds}\n${text}`)
}

/** A witness's signature: eight bytes of its time in seconds, the highest first, then Ed25519. */
export function cosign(text: string, key: VerifierKey, atSeconds: number, sign: SignEd25519): NoteSignature {
  const time = new Uint8Array(8)
  new DataView(time.buffer).setBigUint64(0, BigInt(atSeconds))
  return { name: key.name, id: key.id, signature: joined(time, sign(cosignedMessage(text, atSeconds))) }
}

/** When the witness signed it, in seconds since 1970; null: there is no true signature of it. */
export function cosignedAt(note: Note, key: VerifierKey, verify: VerifyEd25519): number | null {
  if (key.type !== COSIGNATURE_V1) return null
  for (const { name, id, signature } of note.signatures) {
    if (name !== key.name || id.toHex() !== key.id.toHex() || signature.length !== 72) continue
    const at = Number(new DataView(signature.buffer, signature.byteOffset, 8).getBigUint64(0))
    const message = cosignedMessage(note.text, at)
    return verify({ publicKey: key.publicKey, message, signature: signature.slice(8) }) ? at : null
  }
  return null
}

/** null: it is not base64 in its one form. */
export function bytesOfBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.fromBase64(text, { lastChunkHandling: 'strict' })
  } catch {
    return null
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
