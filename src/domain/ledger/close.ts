// Closing a month: softly, then for good. A closed month never changes; what is found later goes to an open one.
import { accept, refuse, type Result } from '../kernel/result.ts'
import type { PeriodClosed } from './entry.ts'
import { isPeriod, periodState, type Closing } from './period.ts'
import type { CloseRefusal } from './refusal.ts'

/** The closing after the event, or why it cannot be closed. Every month before it is closed with it. */
export function closePeriod(closing: Closing, { period, state }: PeriodClosed): Result<Closing, CloseRefusal> {
  if (!isPeriod(period)) return refuse('period-malformed')
  const before = periodState(closing, period)
  if (before === 'closed' || before === state) return refuse('period-already-closed')
  if (state === 'soft-closed') return accept({ ...closing, softClosedThrough: period })
  return before === 'open' ? refuse('period-not-soft-closed') : accept({ ...closing, closedThrough: period })
}
