// What one agency's ledger has recorded, in order. One entry is one leaf of its public log.
import type { AccountCode } from './account.ts'
import type { Transfer } from './transfer.ts'
import type { Unit } from './unit.ts'

export interface TransferRecorded {
  readonly event: 'transfer'
  readonly transfer: Transfer
}

/** From here on the month, and every month before it, takes only late records (soft), or nothing. */
export interface PeriodClosed {
  readonly event: 'close'
  readonly period: string
  readonly state: 'soft-closed' | 'closed'
}

/** What is published of a month at its close, by the publication class of each call. */
export interface TotalsPublished {
  readonly event: 'totals'
  readonly period: string
  readonly rows: readonly { readonly account: AccountCode; readonly unit: Unit; readonly amount: bigint }[]
}

/** The audit log's size and root at this moment: it cannot be shortened or changed later without notice. */
export interface AuditRootCommitted {
  readonly event: 'audit-root'
  readonly size: number
  /** Hexadecimal. */
  readonly root: string
}

export type LedgerEvent = TransferRecorded | PeriodClosed | TotalsPublished | AuditRootCommitted

export interface Entry {
  /** 0, 1, 2, ... without gaps: its place in the log. */
  readonly sequence: number
  /** Milliseconds since 1970 on the clock of whoever recorded it. */
  readonly recordedAt: number
  readonly event: LedgerEvent
}
