// Why a job waits: the first check that it fails, in the order in which the scheduler checks.
import type { BudgetObstacle } from './budgets.ts'

export const WAITING_REASONS = [
  'award-not-begun',
  'award-ended',
  'award-too-short',
  'budget-spent',
  'budget-held',
  'limit-reached',
  'borrowing-limit-reached',
  'firm-over-guarantee', // a job that is never stopped may only use what its tree owns
  'lending-withheld',
  'pool-full',
  'fragmented',
  'calendar-taken',
  'maintenance',
  'reserved',
  'would-delay', // it fits now, and would push back somebody's reserved start
  'behind-others', // it fits now, and somebody before it has to go first
  'claimed', // freed for a job whose victims have not all gone yet
] as const
export type WaitingReasonCode = (typeof WAITING_REASONS)[number]

/** An obstacle that only others' ends can lift: whoever is first and waits for it may have a start reserved. */
export function isForCapacity(code: WaitingReasonCode): boolean {
  return CAPACITY.has(code)
}

const CAPACITY: ReadonlySet<WaitingReasonCode> = new Set([
  'lending-withheld',
  'pool-full',
  'fragmented',
  'calendar-taken',
  'maintenance',
  'reserved',
])

export type { BudgetObstacle }
