// `weir ledger post`: one transfer, its proposal or its approval, by the local officer.
import { randomUUID } from 'node:crypto'
import type { Language } from '../../domain/kernel/language.ts'
import { postLedgerTransfer } from '../../operations/ledger/post-ledger-transfer.ts'
import { ask, say, type LedgerOptions } from './read.ts'

export interface PostOptions extends LedgerOptions {
  readonly id?: string
  readonly unit?: string
  readonly from?: string
  readonly to?: string
  readonly amount?: string
  readonly propose?: boolean
  readonly approve?: string
  readonly release?: string
  readonly ref?: string
  readonly period?: string
  readonly at?: string
  readonly note?: string
}

export async function postTransfer(kind: string, options: PostOptions, language: Language): Promise<void> {
  const { from, to, unit, amount, approve, release, ref, period, note } = options
  const facts = {
    id: options.id ?? randomUUID(),
    kind,
    effectiveAt: options.at ?? new Date().toISOString(),
    ...(ref === undefined ? {} : { ref }),
    ...(period === undefined ? {} : { period }),
    ...(note === undefined ? {} : { note }),
  }
  const body =
    approve !== undefined
      ? { phase: 'post', hold: approve, amount }
      : release !== undefined
        ? { phase: 'void', hold: release }
        : { phase: options.propose === true ? 'hold' : 'move', unit, debit: from, credit: to, amount }
  const posted = await ask(options, language, postLedgerTransfer, { transfer: { ...facts, ...body } })
  if (options.json === true) process.stdout.write(`${JSON.stringify(posted)}\n`)
  else {
    const { id, sequence, isRepeated } = posted
    process.stdout.write(
      `${say(language, isRepeated ? 'posted-before' : 'posted', { id, sequence: String(sequence) })}\n`,
    )
  }
}
