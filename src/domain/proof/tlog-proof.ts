// A proof in one file, to be verified without asking anybody: https://c2sp.org/tlog-proof
import { bytesOfBase64 } from './note.ts'
import { readCheckpoint, type SignedCheckpoint } from './checkpoint.ts'

export const TLOG_PROOF_VERSION = 'c2sp.org/tlog-proof@v1'

export interface TlogProof {
  readonly index: number
  readonly hashes: readonly Uint8Array[]
  readonly checkpoint: SignedCheckpoint
}

/** @param checkpoint the signed note as it was published */
export function tlogProofText(index: number, hashes: readonly Uint8Array[], checkpoint: string): string {
  const lines = hashes.map((hash) => `${hash.toBase64()}\n`)
  return `${TLOG_PROOF_VERSION}\nindex ${index}\n${lines.join('')}\n${checkpoint}`
}

/** null: it is not in the form of one. */
export function readTlogProof(text: string): TlogProof | null {
  const split = text.indexOf('\n\n')
  if (split < 0) return null
  const [version, ...rest] = text.slice(0, split).split('\n')
  // What the proof's maker adds for themselves is passed over.
  const lines = rest[0]?.startsWith('extra ') === true ? rest.slice(1) : rest
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines[0] ?? '')
  const hashes = lines.slice(1).map(bytesOfBase64)
  const checkpoint = readCheckpoint(text.slice(split + 2))
  if (version !== TLOG_PROOF_VERSION || index === null || checkpoint === null) return null
  const whole = hashes.filter((hash) => hash !== null && hash.length === 32)
  if (whole.length !== hashes.length) return null
  return { index: Number(index[1]), hashes: whole.filter((hash) => hash !== null), checkpoint }
}
