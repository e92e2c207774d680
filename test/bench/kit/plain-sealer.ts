// Seals nothing: what the ledger would cost without proof. For comparison only; such a ledger fails its verification.
import type { BatchParts } from '../../../src/store/ledger/sealing.ts'
import type { AccountKey, SealedBatch, SealedEntry } from '../../../src/store/ledger/tables.ts'

const SALT = Buffer.alloc(16)
const HASH = Buffer.alloc(32)

export class PlainSealer {
  /** Makes the root of the next head differ from the last one, as the swap of the head needs it. */
  #batches = 0

  seal({ head, change, recordedAt, numbers, holdOf, closing }: BatchParts): SealedBatch {
    const newAccounts: (AccountKey & { readonly id: number })[] = []
    const numberOf = (key: AccountKey): number => {
      const known = numbers.number(key) ?? newAccounts.find((a) => a.account === key.account && a.unit === key.unit)?.id
      if (known !== undefined) return known
      const id = head.accounts + newAccounts.length
      newAccounts.push({ ...key, id })
      return id
    }
    const entries = change.recorded.map(({ sequence, transfer }): SealedEntry => {
      const { debit, credit, unit } =
        transfer.phase === 'post' || transfer.phase === 'void' ? holdOf(transfer.hold) : transfer
      const accounts = { debit: numberOf({ account: debit, unit }), credit: numberOf({ account: credit, unit }) }
      return {
        entry: { sequence, recordedAt, event: { event: 'transfer', transfer } },
        salt: SALT,
        leafHash: HASH,
        accounts,
        personal: null,
      }
    })
    const balances = change.balances.map(({ account, unit, ...balance }) => ({
      id: numberOf({ account, unit }),
      balance,
    }))
    this.#batches += 1
    const root = Buffer.alloc(32)
    root.writeUInt32BE(this.#batches, 0)
    const to = {
      sequence: head.sequence + entries.length,
      root,
      frontier: Buffer.alloc(HASH.length * onesOf(head.sequence + entries.length)),
      accounts: head.accounts + newAccounts.length,
      closing,
    }
    return { from: head, to, recordedAt, entries, newAccounts, balances, subtrees: [] }
  }
}

/** How many whole subtrees a log of that size has. */
function onesOf(size: number): number {
  return size.toString(2).replaceAll('0', '').length
}
