import { catalogue } from '../catalogue.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'
import { vi } from './vi.ts'

export type LedgerPageKey = keyof typeof en

export const ledgerPageText = catalogue<LedgerPageKey>({ en, vi, ko })

export function isLedgerPageKey(key: string): key is LedgerPageKey {
  return Object.hasOwn(en, key)
}
