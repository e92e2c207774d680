// What a witness answers: it co-signs a checkpoint only when it continues the one that it signed before.
// https://c2sp.org/tlog-witness
import type { Sha256 } from '../ledger/log-tree.ts'
import { accept, refuse, type Result } from '../kernel/result.ts'
import { readCheckpoint, type Checkpoint, type SignedCheckpoint } from './checkpoint.ts'
import { bytesOfBase64, isSignedBy, type VerifierKey, type VerifyEd25519 } from './note.ts'
import { isSameHash, provesConsistency } from './tree.ts'

export const WITNESS_REFUSALS = [
  'request-malformed',
  'origin-unknown',
  'signature-missing',
  /** The old size is beyond the checkpoint. */
  'old-size-beyond-checkpoint',
  /** The old size is not that of the last checkpoint that was signed; the answer says which is. */
  'old-size-differs',
  /** The same size with another root: the log shows two histories. */
  'root-differs',
  /** The proof does not show that the log only grew. */
  'proof-wrong',
] as const
export type WitnessRefusal = (typeof WITNESS_REFUSALS)[number]

/** Status of the answer over HTTP, as the protocol says. */
export const WITNESS_STATUS = {
  'request-malformed': 400,
  'origin-unknown': 404,
  'signature-missing': 403,
  'old-size-beyond-checkpoint': 400,
  'old-size-differs': 409,
  'root-differs': 409,
  'proof-wrong': 422,
} as const satisfies Record<WitnessRefusal, number>

export interface WitnessRequest {
  readonly oldSize: number
  readonly proof: readonly Uint8Array[]
  readonly checkpoint: SignedCheckpoint
}

const PROOF_MAX = 63

export function witnessRequestText(oldSize: number, proof: readonly Uint8Array[], checkpoint: string): string {
  return `old ${oldSize}\n${proof.map((hash) => `${hash.toBase64()}\n`).join('')}\n${checkpoint}`
}

export function readWitnessRequest(text: string): WitnessRequest | null {
  const split = text.indexOf('\n\n')
  if (split < 0) return null
  const [first = '', ...lines] = text.slice(0, split).split('\n')
  const old = /^old (0|[1-9]\d{0,15})$/.exec(first)
  const checkpoint = readCheckpoint(text.slice(split + 2))
  const proof = lines.map(bytesOfBase64).filter((hash) => hash?.length === 32)
  if (old === null || checkpoint === null || proof.length !== lines.length || lines.length > PROOF_MAX) return null
  return { oldSize: Number(old[1]), proof: proof.filter((hash) => hash !== null && hash !== undefined), checkpoint }
}

export interface WitnessMeans {
  readonly sha256: Sha256
  readonly verify: VerifyEd25519
  /** The keys of the log with that origin; null: the witness does not watch it. */
  readonly keysOf: (origin: string) => readonly VerifierKey[] | null
  /** What was signed last of the log with that origin; null: nothing yet. */
  readonly lastOf: (origin: string) => Checkpoint | null
}

/** The checkpoint that may be co-signed. */
export function witness(text: string, means: WitnessMeans): Result<SignedCheckpoint, WitnessRefusal> {
  const request = readWitnessRequest(text)
  if (request === null) return refuse('request-malformed')
  const { checkpoint, oldSize, proof } = request
  const keys = means.keysOf(checkpoint.origin)
  if (keys === null) return refuse('origin-unknown')
  if (!keys.some((key) => isSignedBy(checkpoint.note, key, means.verify))) return refuse('signature-missing')
  if (oldSize > checkpoint.size) return refuse('old-size-beyond-checkpoint')
  const last = means.lastOf(checkpoint.origin)
  if (oldSize !== (last?.size ?? 0)) return refuse('old-size-differs')
  if (last === null || last.size === 0) return proof.length === 0 ? accept(checkpoint) : refuse('proof-wrong')
  if (last.size === checkpoint.size && !isSameHash(last.root, checkpoint.root)) return refuse('root-differs')
  return provesConsistency(means.sha256, { from: last, to: checkpoint, proof })
    ? accept(checkpoint)
    : refuse('proof-wrong')
}
