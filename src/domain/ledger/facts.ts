// The canonical text of what an entry says: what its commitment binds, and, for public kinds, what its leaf shows. One
// entry has exactly one text; reading a text and writing it again gives the same bytes, or it is refused.
import { assertNever } from '../kernel/assert.ts'
import type { Entry, LedgerEvent } from './entry.ts'
import { ruleOf, type Transfer } from './transfer.ts'

export const FACTS_VERSION = 'weir-ledger-facts/1'

/** Whether the public log shows what the entry says. */
export function isPublic(event: LedgerEvent): boolean {
  return event.event !== 'transfer' || ruleOf(event.transfer.kind).isPublic
}

/** What tells of a person, as its own text, so that it can be erased alone; null: the entry tells of nobody. */
export function personalText({ by, note }: Pick<Transfer, 'by' | 'note'>): string | null {
  if (by === null && note === null) return null
  return `by ${by ?? '-'}\nnote ${note === null ? '-' : JSON.stringify(note)}\n`
}

/**
 * The facts without what is personal, one `name value` per line, every line ended by a line feed.
 * @param agency of whose ledger it is an entry: a fact of one agency proves nothing in another's log
 */
export function factsText(agency: string, { recordedAt, event }: Entry): string {
  return `${FACTS_VERSION}\nagency ${agency}\nrecorded-at ${recordedAt}\n${eventText(event)}`
}

/** What a commitment binds: the facts, and the digest of the personal text (hexadecimal; null: there is none). */
export function committedText(facts: string, personalDigest: string | null): string {
  return `${facts}personal ${personalDigest ?? '-'}\n`
}

function eventText(event: LedgerEvent): string {
  switch (event.event) {
    case 'transfer':
      return transferText(event.transfer)
    case 'close':
      return `event close\nperiod ${event.period}\nstate ${event.state}\n`
    case 'totals': {
      const rows = event.rows.map(({ account, unit, amount }) => `row ${account} ${unit} ${amount}\n`)
      return `event totals\nperiod ${event.period}\n${rows.join('')}`
    }
    case 'audit-root':
      return `event audit-root\nsize ${event.size}\nroot ${event.root}\n`
    default:
      return assertNever(event)
  }
}

function transferText(transfer: Transfer): string {
  const { id, kind, phase, ref, period, effectiveAt, isLinked } = transfer
  return (
    `event transfer\nid ${id}\nkind ${kind}\nphase ${phase}\nref ${ref ?? '-'}\nperiod ${period}\n` +
    `effective-at ${effectiveAt}\nlinked ${isLinked ? 'yes' : 'no'}\n${phaseText(transfer)}`
  )
}

function phaseText(transfer: Transfer): string {
  switch (transfer.phase) {
    case 'move':
    case 'hold':
      return `unit ${transfer.unit}\ndebit ${transfer.debit}\ncredit ${transfer.credit}\namount ${transfer.amount}\n`
    case 'post':
      return `hold ${transfer.hold}\namount ${transfer.amount}\n`
    case 'void':
      return `hold ${transfer.hold}\n`
    default:
      return assertNever(transfer)
  }
}
