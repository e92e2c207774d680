// An invoice in the ledger: what is owed stands on DUE of the project, what is earned on EARNED of the provider, tax apart. A credit note
// is the same the other way round.
import type { Invoice } from '../../domain/invoices/invoice.ts'
import type { Opening, Transfer } from '../../domain/ledger/transfer.ts'
import { derivedId } from '../ledger/derived-id.ts'

/** Namespace of the ids of transfers that are made for invoices. */
const INVOICES = '0b1f3a5e-2c7d-5b8f-9a41-7d5e6c3b2a10'

export interface InvoiceBooking {
  readonly agency: string
  readonly invoice: Pick<Invoice, 'number' | 'net' | 'tax' | 'currency' | 'project'>
  /** An open month: that of its issue. */
  readonly period: string
  /** Whole seconds since 1970. */
  readonly at: number
  readonly by: string | null
  /** The first transfer of the invoice that is taken back. */
  readonly ref: string | null
}

/** One chain, by name of the invoice; empty: nothing is owed. */
export function invoiceTransfers({ agency, invoice, period, at, by, ref }: InvoiceBooking): Transfer[] {
  const { number, net, tax, currency, project } = invoice
  const parts = [
    [net, `EARNED:${agency}`],
    [tax, 'EARNED:tax'],
  ] as const
  const transfers = parts.flatMap(([amount, earned], index): Opening[] => {
    if (amount === 0n) return []
    const facts = { id: derivedId(INVOICES, `${agency}/${number}/${index}`), period, effectiveAt: at, ref, by }
    const due = `DUE:${project.id}` as const
    const way =
      amount > 0n
        ? ({ kind: 'consume', debit: due, credit: earned } as const)
        : ({ kind: 'refund', debit: earned, credit: due } as const)
    const size = amount > 0n ? amount : -amount
    return [{ ...facts, note: number, isLinked: false, phase: 'move', unit: currency, ...way, amount: size }]
  })
  return transfers.map((transfer, index) => ({ ...transfer, isLinked: index < transfers.length - 1 }))
}
