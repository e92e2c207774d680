// A receipt: the proof that one entry is in the public log, in one file that is verified without asking anybody. For whoever
// may look into the ledger it also has what the entry says, and the salt with which anybody can check that this was committed to.
import { committedText, factsText } from '../ledger/facts.ts'
import { readLeaf, type Leaf } from '../ledger/leaf.ts'
import type { Sha256 } from '../ledger/log-tree.ts'
import { readFacts } from '../ledger/read-facts.ts'
import type { Entry } from '../ledger/entry.ts'
import type { LogFinding } from './log-audit.ts'
import { bytesOfBase64, type VerifyEd25519 } from './note.ts'
import { readTlogProof, type TlogProof } from './tlog-proof.ts'
import { leafHashOf, provesInclusion } from './tree.ts'
import { signatureFinding, type TrustedKey } from './trusted-key.ts'

export const RECEIPT_FORM = 'weir-ledger-receipt/1'

/** What a commitment was made of; commitment = SHA-256(salt || facts || `personal <digest>\n`). */
export interface Opening {
  /** In base64, 16 bytes. */
  readonly salt: string
  /** `weir-ledger-facts/1 …`, as src/domain/ledger/facts.ts writes them. */
  readonly facts: string
  /** Digest of what is personal of the entry, hexadecimal; null: nothing is. */
  readonly personalDigest: string | null
}

export interface Receipt {
  readonly form: typeof RECEIPT_FORM
  readonly agency: string
  /** Text of the leaf. */
  readonly leaf: string
  /** c2sp.org/tlog-proof, as any of its readers takes it. */
  readonly proof: string
  /** null: what a hidden entry says is not told. */
  readonly opening: Opening | null
}

export function receiptText({ form, agency, leaf, proof, opening }: Receipt): string {
  return `${JSON.stringify({ form, agency, leaf, proof, opening }, null, 2)}\n`
}

/** null: it is not in the form of one. */
export function readReceipt(text: string): Receipt | null {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return null
  }
  if (!isRecord(read) || read['form'] !== RECEIPT_FORM) return null
  const { agency, leaf, proof, opening } = read
  if (typeof agency !== 'string' || typeof leaf !== 'string' || typeof proof !== 'string') return null
  if (opening === null || opening === undefined) return { form: RECEIPT_FORM, agency, leaf, proof, opening: null }
  const opened = isRecord(opening) ? readOpening(opening) : null
  return opened === null ? null : { form: RECEIPT_FORM, agency, leaf, proof, opening: opened }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function readOpening({ salt, facts, personalDigest }: Readonly<Record<string, unknown>>): Opening | null {
  if (typeof salt !== 'string' || typeof facts !== 'string') return null
  return personalDigest === null || typeof personalDigest === 'string' ? { salt, facts, personalDigest } : null
}

export type ReceiptFinding =
  | LogFinding
  | { readonly problem: 'proof-malformed' }
  | { readonly problem: 'agency-differs'; readonly found: string; readonly expected: string }
  /** The proof is of another entry than the leaf says. */
  | { readonly problem: 'index-differs'; readonly sequence: number; readonly index: number }
  /** The leaf is not in the tree of the receipt's checkpoint. */
  | { readonly problem: 'not-included'; readonly sequence: number; readonly size: number }
  /** The salt and facts do not give the commitment of the leaf. */
  | {
      readonly problem: 'commitment-differs'
      readonly sequence: number
      readonly stored: string
      readonly computed: string
    }
  | { readonly problem: 'facts-malformed'; readonly sequence: number }
  /** What was committed to is not what the leaf shows. */
  | { readonly problem: 'facts-differ'; readonly sequence: number }

export interface ReceiptChecked {
  readonly findings: readonly ReceiptFinding[]
  /** null where the receipt could not be read so far. */
  readonly proof: TlogProof | null
  /** The month of a hidden entry. */
  readonly period: string | null
  /** What the entry says: shown by the leaf, or opened. Only to be believed without findings. */
  readonly entry: Entry | null
}

export interface ReceiptTrust {
  readonly agency: string
  readonly origin: string
  readonly keys: readonly TrustedKey[]
}

/** Whether the receipt alone holds; whether its checkpoint is of the log as it is now, `continuation` tells. */
export function checkReceipt(
  receipt: Receipt,
  { agency, origin, keys }: ReceiptTrust,
  { sha256, verify }: { readonly sha256: Sha256; readonly verify: VerifyEd25519 },
): ReceiptChecked {
  const findings: ReceiptFinding[] = []
  if (receipt.agency !== agency) findings.push({ problem: 'agency-differs', found: receipt.agency, expected: agency })
  const proof = readTlogProof(receipt.proof)
  if (proof === null) {
    return { findings: [...findings, { problem: 'proof-malformed' }], proof, period: null, entry: null }
  }
  const { index, checkpoint } = proof
  if (checkpoint.origin !== origin) {
    findings.push({ problem: 'origin-differs', found: checkpoint.origin, expected: origin })
  }
  const unsigned = signatureFinding(checkpoint, keys, verify)
  if (unsigned !== null) findings.push(unsigned)
  const leafHash = leafHashOf(sha256, new TextEncoder().encode(receipt.leaf))
  if (
    !provesInclusion(sha256, { leafHash, index, size: checkpoint.size, root: checkpoint.root, proof: proof.hashes })
  ) {
    findings.push({ problem: 'not-included', sequence: index, size: checkpoint.size })
  }
  const leaf = readLeaf(receipt.leaf, receipt.agency)
  if (leaf === null) {
    return { findings: [...findings, { problem: 'leaf-malformed', sequence: index }], proof, period: null, entry: null }
  }
  const { sequence, period } = leaf
  if (sequence !== index) findings.push({ problem: 'index-differs', sequence, index })
  if (receipt.opening === null) return { findings, proof, period, entry: leaf.entry }
  const opened = readFacts(receipt.opening.facts, receipt.agency, sequence)
  findings.push(...openingFindings(receipt, leaf, opened, sha256))
  return { findings, proof, period, entry: leaf.entry ?? opened }
}

function openingFindings(
  { agency, opening }: Receipt,
  { sequence, commitment, entry, period }: Leaf,
  opened: Entry | null,
  sha256: Sha256,
): ReceiptFinding[] {
  if (opening === null) return []
  if (opened === null) return [{ problem: 'facts-malformed', sequence }]
  const findings: ReceiptFinding[] = []
  const computed = commitmentOf(opening, sha256)
  if (computed !== commitment) findings.push({ problem: 'commitment-differs', sequence, stored: commitment, computed })
  const isAsShown =
    entry === null
      ? opened.event.event === 'transfer' && opened.event.transfer.period === period
      : factsText(agency, entry) === opening.facts
  if (!isAsShown) findings.push({ problem: 'facts-differ', sequence })
  return findings
}

/** In base64; empty where the salt is no base64. */
function commitmentOf({ salt, facts, personalDigest }: Opening, sha256: Sha256): string {
  const saltBytes = bytesOfBase64(salt)
  if (saltBytes === null) return ''
  const text = new TextEncoder().encode(committedText(facts, personalDigest))
  const bytes = new Uint8Array(saltBytes.length + text.length)
  bytes.set(saltBytes)
  bytes.set(text, saltBytes.length)
  return sha256(bytes).toBase64()
}
