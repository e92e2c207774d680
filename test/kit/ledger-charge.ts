// One job in the ledger: its hold, and its charge of one unit in the same request. Both follow from the id of the hold.
import type { Transfer } from '../../src/domain/ledger/transfer.ts'

export const CHARGE_UNIT = 'milli-reference-unit-second'
const FACTS = { ref: null, period: '2026-11', effectiveAt: 1_795_392_000, by: null, note: null } as const

export function chargeOf(id: string): Transfer[] {
  const end = `${id.slice(0, 14)}8${id.slice(15)}`
  const way = { unit: CHARGE_UNIT, debit: 'PROJECT:p', credit: 'USED:p', amount: 3n } as const
  return [
    { ...FACTS, id, kind: 'encumber', phase: 'hold', isLinked: true, ...way },
    { ...FACTS, id: end, kind: 'consume', phase: 'post', isLinked: false, hold: id, amount: 1n },
  ]
}
