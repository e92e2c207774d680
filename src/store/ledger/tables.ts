// What the sequencer asks of the tables of one agency's ledger. PostgreSQL answers it; in the simulation a disk does that
// can lose its power.
import type { AccountCode } from '../../domain/ledger/account.ts'
import type { Balance } from '../../domain/ledger/balance.ts'
import type { Entry } from '../../domain/ledger/entry.ts'
import type { SubtreeRoot } from '../../domain/ledger/log-tree.ts'
import type { HeldTransfer, RecordedTransfer } from '../../domain/ledger/memory-ledger.ts'
import type { Closing } from '../../domain/ledger/period.ts'
import type { Unit } from '../../domain/ledger/unit.ts'

/** Where a log stands. */
export interface LedgerHead {
  /** How many entries there are. */
  readonly sequence: number
  readonly root: Uint8Array
  readonly frontier: Uint8Array
  /** How many accounts there are; the next one gets this number. */
  readonly accounts: number
  readonly closing: Closing
}

export interface AccountKey {
  readonly account: AccountCode
  readonly unit: Unit
}

export interface StoredAccount extends AccountKey {
  readonly id: number
  readonly balance: Balance
}

export interface SealedEntry {
  readonly entry: Entry
  readonly salt: Uint8Array
  readonly leafHash: Uint8Array
  /** The accounts by number; of a post or void those of its hold. null: the entry moves nothing. */
  readonly accounts: { readonly debit: number; readonly credit: number } | null
  readonly personal: { readonly salt: Uint8Array; readonly digest: Uint8Array } | null
}

/** All that one batch changes. */
export interface SealedBatch {
  readonly from: LedgerHead
  readonly to: LedgerHead
  readonly recordedAt: number
  readonly entries: readonly SealedEntry[]
  readonly newAccounts: readonly (AccountKey & { readonly id: number })[]
  readonly balances: readonly { readonly id: number; readonly balance: Balance }[]
  readonly subtrees: readonly SubtreeRoot[]
}

export type WriteAnswer =
  | 'written'
  /** Somebody else has appended since `from`. Nothing was written. */
  | 'head-moved'
  /** An id of the batch is recorded already. Nothing was written. */
  | 'id-taken'

export interface LedgerTables {
  loadHead(): Promise<LedgerHead>
  /** Of those that exist. */
  loadAccounts(keys: readonly AccountKey[]): Promise<StoredAccount[]>
  /** Of those that exist, open or ended. */
  loadHolds(ids: readonly string[]): Promise<HeldTransfer[]>
  /** Of those that are recorded; personal words are left out. */
  loadRecorded(ids: readonly string[]): Promise<RecordedTransfer[]>
  /** Of one entry; null: there is none yet. */
  loadLeafHash(sequence: number): Promise<Uint8Array | null>
  /** All of it at once, durably, or nothing. When it throws nobody knows which. */
  write(batch: SealedBatch): Promise<WriteAnswer>
}
