// `weir ledger receipt`: the proof of one entry as a file that anybody can verify.
import { writeFileSync } from 'node:fs'
import type { Language } from '../../domain/kernel/language.ts'
import { receiptText } from '../../domain/proof/receipt.ts'
import { getLedgerReceipt } from '../../operations/ledger/get-ledger-receipt.ts'
import { getOpenedReceipt } from '../../operations/ledger/get-opened-receipt.ts'
import { CommandRefusal } from '../refusal.ts'
import { ask, say, type LedgerOptions } from './read.ts'

export interface ReceiptOptions extends Omit<LedgerOptions, 'json' | 'csv'> {
  readonly opened?: boolean
  readonly out?: string
}

/** @param entry its number, as the log counts them from 0 */
export async function writeReceipt(entry: string, options: ReceiptOptions, language: Language): Promise<void> {
  if (!/^(0|[1-9]\d{0,15})$/.test(entry)) throw new CommandRefusal(say(language, 'receipt-needs-number', { entry }))
  const operation = options.opened === true ? getOpenedReceipt : getLedgerReceipt
  const text = receiptText(await ask(options, language, operation, { sequence: Number(entry) }))
  if (options.out === undefined) process.stdout.write(text)
  else writeFileSync(options.out, text)
}
