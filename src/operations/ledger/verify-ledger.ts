import { z } from 'zod'
import { accept } from '../../domain/kernel/result.ts'
import { sha256 } from '../../store/ledger/open-ledger.ts'
import { verifyLedger as verifyRows } from '../../store/ledger/read-ledger.ts'
import type { LedgerFinding } from '../../store/ledger/verify.ts'
import { operation } from '../operation.ts'

/** What the entries of a ledger add up to, and where the tables say something else. */
export interface LedgerVerified {
  readonly entryCount: number
  /** Of the log's tree, hexadecimal. */
  readonly root: string
  readonly accountCount: number
  readonly openHoldCount: number
  readonly closedThrough: string | null
  /** The first thousand. */
  readonly findings: readonly LedgerFinding[]
  readonly findingCount: number
}

export const verifyLedger = operation({
  name: 'verify-ledger',
  kind: 'query',
  input: z.object({ onProgress: z.custom<(done: number, total: number) => void>().optional() }),
  async run({ onProgress }, { tx, agency }) {
    const { verification, head } = await verifyRows(tx, agency, sha256, onProgress)
    const { findings, findingCount, entryCount, replayed } = verification
    const verified: LedgerVerified = {
      entryCount,
      root: Buffer.from(head.root).toString('hex'),
      accountCount: replayed.balances().length,
      openHoldCount: replayed.openHolds().length,
      closedThrough: head.closing.closedThrough,
      findings,
      findingCount,
    }
    return accept(verified)
  },
})
