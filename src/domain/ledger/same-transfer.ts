// Whether a repeated request asks for what was recorded. Personal words are left out: they may have been erased since.
import type { Transfer } from './transfer.ts'

export function isSameTransfer(a: Transfer, b: Transfer): boolean {
  if (
    a.id !== b.id ||
    a.kind !== b.kind ||
    a.ref !== b.ref ||
    a.period !== b.period ||
    a.effectiveAt !== b.effectiveAt ||
    a.isLinked !== b.isLinked
  ) {
    return false
  }
  if (a.phase === 'post') return b.phase === 'post' && a.hold === b.hold && a.amount === b.amount
  if (a.phase === 'void') return b.phase === 'void' && a.hold === b.hold
  if (b.phase === 'post' || b.phase === 'void') return false
  return (
    a.phase === b.phase && a.unit === b.unit && a.debit === b.debit && a.credit === b.credit && a.amount === b.amount
  )
}
