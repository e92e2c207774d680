import type { ReductionBody } from '../../contract/reductions.ts'
import type { StoredReduction } from '../../store/ledger/reductions.ts'
import { instantOf } from './ledger-body.ts'

export function reductionBody(reduction: StoredReduction): ReductionBody {
  const { id, rule, project, unit, returnsTo, state, holdId, figures } = reduction
  const { counted, charged, held, expected, unused, removeMillionths, amount } = figures
  return {
    id,
    rule,
    project,
    unit,
    returnsTo,
    state,
    holdId,
    proposedAt: reduction.proposedAt.toISOString(),
    noticeAt: instantOf(reduction.noticeAt),
    exemptionUntil: instantOf(reduction.exemptionUntil),
    checkAt: instantOf(reduction.checkAt),
    figures: {
      counted: String(counted),
      charged: String(charged),
      held: String(held),
      expected: expected === null ? null : String(expected),
      unused: String(unused),
      removeMillionths,
      amount: String(amount),
    },
  }
}
