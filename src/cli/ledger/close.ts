// `weir ledger close`: a month, softly or for good, by the local officer.
import type { Language } from '../../domain/kernel/language.ts'
import { closeLedgerMonth } from '../../operations/ledger/close-ledger-month.ts'
import { sentence } from '../../text/format.ts'
import { ledgerText } from '../../text/ledger/text.ts'
import { CommandRefusal } from '../refusal.ts'
import { ask, type LedgerOptions } from './read.ts'

export interface CloseOptions extends LedgerOptions {
  readonly forGood?: boolean
  readonly yes?: boolean
}

export async function closeMonth(period: string, options: CloseOptions, language: Language): Promise<void> {
  const isForGood = options.forGood === true
  // There is no way back from it.
  if (isForGood && options.yes !== true)
    throw new CommandRefusal(sentence(ledgerText, language, 'close-needs-yes', { period }))
  const close = { period, state: isForGood ? 'closed' : 'soft-closed' }
  const closed = await ask(options, language, closeLedgerMonth, { close })
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(closed)}\n`)
    return
  }
  const values = { period, sequence: String(closed.sequence) }
  process.stdout.write(`${sentence(ledgerText, language, isForGood ? 'closed-for-good' : 'closed-softly', values)}\n`)
}
