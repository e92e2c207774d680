// Verifies beside the page, so that it stays alive: the first look, every entry, a receipt.
import type { AccountBalance } from '../../src/domain/ledger/balance.ts'
import type { Entry, TotalsPublished } from '../../src/domain/ledger/entry.ts'
import { readCheckpoint, type Checkpoint } from '../../src/domain/proof/checkpoint.ts'
import { LogAudit, type LogFinding } from '../../src/domain/proof/log-audit.ts'
import { auditEntries, continuation } from '../../src/domain/proof/log-files.ts'
import { checkReceipt, readReceipt, type ReceiptFinding } from '../../src/domain/proof/receipt.ts'
import { tilePath, tilesOf } from '../../src/domain/proof/tiles.ts'
import { readSeenHashes, seenHashesText, type SeenHashesText } from '../../src/domain/proof/seen-hashes.ts'
import { readPublishedKey, type TrustedKey } from '../../src/domain/proof/trusted-key.ts'
import { LogUnreachable, withFiles } from './log-address.ts'
import { lookAtLog, readVerifierKeys, type LogAddress, type LookEnd } from './look-at-log.ts'
import { MEANS } from './means.ts'
import type { Remembered } from './remembered.ts'

/** The checkpoint that was looked at, and who is trusted for it. */
export interface Basis extends LogAddress {
  readonly note: string
  readonly keys: readonly string[]
  readonly witnesses: readonly string[]
  /** What this browser had seen before; null: nothing. */
  readonly seenNote: string | null
  readonly seenHashes: SeenHashesText | null
}

export type VerifyQuestion =
  | { readonly kind: 'look'; readonly address: LogAddress; readonly kept: Remembered | null }
  | { readonly kind: 'replay'; readonly basis: Basis }
  | { readonly kind: 'receipt'; readonly basis: Basis; readonly text: string }

export interface Replayed {
  readonly kind: 'replayed'
  readonly size: number
  readonly findings: readonly LogFinding[]
  readonly publicCount: number
  readonly hiddenCount: number
  readonly balances: readonly AccountBalance[]
  readonly totals: readonly TotalsPublished[]
  /** To be kept when nothing was found. */
  readonly hashes: SeenHashesText
}

export interface ReceiptVerified {
  readonly kind: 'receipt'
  readonly findings: readonly ReceiptFinding[]
  readonly sequence: number | null
  /** Entries under the receipt's checkpoint. */
  readonly size: number | null
  readonly period: string | null
  readonly entry: Entry | null
  readonly isOpened: boolean
}

export type VerifyEnd =
  | LookEnd
  | Replayed
  | ReceiptVerified
  | { readonly kind: 'no-receipt' }
  | { readonly kind: 'failed' }
export type VerifyAnswer =
  | VerifyEnd
  | { readonly kind: 'progress'; readonly filesDone: number; readonly filesTotal: number }

const TELL_MILLISECONDS = 80

addEventListener('message', ({ data }: MessageEvent<VerifyQuestion>) => {
  void answer(data)
})

async function answer(question: VerifyQuestion): Promise<void> {
  try {
    tell(await answerTo(question))
  } catch (error) {
    if (!(error instanceof LogUnreachable)) throw error
    tell({ kind: 'unreachable', url: error.url, detail: error.detail })
  }
}

function tell(told: VerifyAnswer): void {
  postMessage(told)
}

async function answerTo(question: VerifyQuestion): Promise<VerifyEnd> {
  switch (question.kind) {
    case 'look':
      return await lookAtLog(question.address, question.kept)
    case 'replay':
      return await replayed(question.basis)
    case 'receipt':
      return await receiptVerified(question.basis, question.text)
  }
}

function trustedKeys(basis: Basis): TrustedKey[] {
  return basis.keys.flatMap((line) => readPublishedKey(MEANS.sha256, line)?.key ?? [])
}

async function replayed(basis: Basis): Promise<Replayed | { readonly kind: 'failed' }> {
  const checkpoint = readCheckpoint(basis.note)
  if (checkpoint === null) return { kind: 'failed' }
  const seen: Checkpoint | null = basis.seenNote === null ? null : readCheckpoint(basis.seenNote)
  const keys = trustedKeys(basis)
  const origin = seen?.origin ?? keys[0]?.name ?? null
  const hashes = basis.seenHashes === null ? null : readSeenHashes(basis.seenHashes)
  const witnesses = readVerifierKeys(basis.witnesses)
  const trusted = { origin, keys, witnesses, seen, ...(hashes === null ? {} : { seenHashes: hashes }) }
  const audit = new LogAudit(basis.agency, checkpoint, trusted, MEANS)
  let toldAt = 0
  const onFile = (count: number): void => {
    const now = performance.now()
    if (now - toldAt < TELL_MILLISECONDS) return
    toldAt = now
    tell({ kind: 'progress', filesDone: Math.min(count, audit.bundleCount), filesTotal: audit.bundleCount })
  }
  const paths = tilesOf('entries', checkpoint.size).map(tilePath)
  await withFiles(basis.base, auditEntries(audit, checkpoint, MEANS.sha256), { paths, onFile })
  const { findings, replay } = audit
  const { publicCount, hiddenCount, totals } = replay
  const size = checkpoint.size
  const kept = seenHashesText(audit.hashes())
  return {
    kind: 'replayed',
    size,
    findings,
    publicCount,
    hiddenCount,
    balances: replay.balances(),
    totals,
    hashes: kept,
  }
}

async function receiptVerified(
  basis: Basis,
  text: string,
): Promise<ReceiptVerified | { readonly kind: 'no-receipt' | 'failed' }> {
  const receipt = readReceipt(text)
  if (receipt === null) return { kind: 'no-receipt' }
  const now = readCheckpoint(basis.note)
  if (now === null) return { kind: 'failed' }
  const trust = { agency: basis.agency, origin: now.origin, keys: trustedKeys(basis) }
  const { findings, proof, period, entry } = checkReceipt(receipt, trust, MEANS)
  const all: ReceiptFinding[] = [...findings]
  if (proof !== null) {
    const { checkpoint } = proof
    // A receipt of an earlier day is under an earlier checkpoint, and a later one may be on another tab.
    const [older, newer] = checkpoint.size <= now.size ? [checkpoint, now] : [now, checkpoint]
    const broken = await withFiles(basis.base, continuation(MEANS.sha256, older, newer))
    if (broken !== null) all.push(broken)
  }
  return {
    kind: 'receipt',
    findings: all,
    sequence: proof?.index ?? null,
    size: proof?.checkpoint.size ?? null,
    period,
    entry,
    isOpened: receipt.opening !== null,
  }
}
