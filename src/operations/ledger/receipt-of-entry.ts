// Makes the receipt of an entry: the proof that it is under the latest checkpoint, and, where that may be told, what it says.
import { accept, refuse, type Result } from '../../domain/kernel/result.ts'
import { factsText } from '../../domain/ledger/facts.ts'
import { leafText } from '../../domain/ledger/leaf.ts'
import { Sealer } from '../../domain/ledger/seal.ts'
import { RECEIPT_FORM, type Receipt } from '../../domain/proof/receipt.ts'
import { tlogProofText } from '../../domain/proof/tlog-proof.ts'
import { inclusionRanges } from '../../domain/proof/tree.ts'
import { listCosignatures } from '../../store/ledger/cosignatures.ts'
import { sha256 } from '../../store/ledger/open-ledger.ts'
import { findLatestCheckpoint, loadSealedEntry } from '../../store/ledger/public-log.ts'
import type { Work } from '../operation.ts'
import type { OperationRefusal } from '../refusal.ts'
import { loadLogHashes } from './log-hashes.ts'

export async function receiptOfEntry(
  { tx, agency }: Pick<Work, 'tx' | 'agency'>,
  sequence: number,
  isOpened: boolean,
): Promise<Result<Receipt, OperationRefusal>> {
  const sealed = await loadSealedEntry(tx, agency, sequence)
  if (sealed === null) return refuse('ledger-entry-not-found')
  const latest = await findLatestCheckpoint(tx)
  if (latest === null || latest.size <= sequence) return refuse('entry-not-in-checkpoint')
  const { entry, salt, personalDigest } = sealed
  const { commitment } = new Sealer(agency, sha256).seal(entry, salt, personalDigest)
  const hashes = await loadLogHashes(tx, agency, inclusionRanges(sequence, latest.size), latest.size)
  const note = latest.note + (await listCosignatures(tx, latest.size)).join('')
  const opening = {
    salt: salt.toBase64(),
    facts: factsText(agency, entry),
    personalDigest: personalDigest?.toHex() ?? null,
  }
  return accept({
    form: RECEIPT_FORM,
    agency,
    leaf: leafText(agency, entry, commitment.toBase64()),
    proof: tlogProofText(sequence, hashes, note),
    opening: isOpened ? opening : null,
  })
}
