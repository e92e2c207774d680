// The words for the orders of jobs.
import type { BackfillMode } from '../../../src/domain/policy/pool-rules.ts'

export const BACKFILL_WORDS = {
  easy: 'backfillEasy',
  'easy-sjbf': 'backfillEasySjbf',
  conservative: 'backfillConservative',
  shared: 'backfillShared',
  fcfs: 'backfillFcfs',
} as const satisfies Record<BackfillMode, string>

export function isBackfillMode(value: string | undefined): value is BackfillMode {
  return value !== undefined && Object.hasOwn(BACKFILL_WORDS, value)
}
