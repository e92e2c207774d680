// What the ledger's pages say, and amounts in the reader's form or to the last digit.
import { useCallback } from 'react'
import { exactAmount, readableAmount, unitName } from '../../../src/text/ledger-pages/amount.ts'
import { ledgerPageText, type LedgerPageKey } from '../../../src/text/ledger-pages/text.ts'
import { sentence, type MessageValues } from '../../../src/text/format.ts'
import { useReader } from '../../reader.tsx'

export type SayLedger = (key: LedgerPageKey, values?: MessageValues) => string

export function useLedgerText(): SayLedger {
  const { language } = useReader()
  return useCallback((key, values) => sentence(ledgerPageText, language, key, values), [language])
}

export interface AmountWords {
  /** Without the unit. */
  readonly amount: (unit: string, amount: string) => string
  readonly unit: (unit: string) => string
  readonly both: (unit: string, amount: string) => string
}

export function useAmounts(isExact = false): AmountWords {
  const { language } = useReader()
  const say = useLedgerText()
  const amount = (unit: string, value: string): string =>
    isExact ? exactAmount(language, value) : readableAmount(language, unit, value).text
  const nameOf = (unit: string): string => (isExact ? unit : unitName(language, unit))
  return {
    amount,
    unit: nameOf,
    both: (unit, value) => say('amountWith', { amount: amount(unit, value), unit: nameOf(unit) }),
  }
}
