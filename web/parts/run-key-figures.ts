// The numbers of a run that are read first.
import type { RunSummary } from '../../src/simulator/outcome.ts'
import type { Reader } from '../reader.tsx'
import type { KeyFigure } from './key-figures.tsx'

export function keyFiguresOf(
  { t, number, percent, duration, hours }: Reader,
  summary: RunSummary,
): readonly KeyFigure[] {
  const borrowedPart =
    summary.deliveredUnitSeconds === 0 ? 0 : summary.borrowedUnitSeconds / summary.deliveredUnitSeconds
  return [
    {
      name: t('figureJobs'),
      value: number(summary.jobs),
      note: t('figureJobsNote', { days: number((summary.lastEndAt - summary.firstSubmitAt) / 86_400) }),
    },
    { name: t('figureCapacity'), value: number(summary.capacity), note: t('figureCapacityNote') },
    {
      name: t('figureUtilisation'),
      value: percent(summary.utilisation),
      note: t('figureUtilisationNote', { hours: hours(summary.deliveredUnitSeconds) }),
    },
    { name: t('figureBorrowed'), value: percent(borrowedPart), note: t('figureBorrowedNote') },
    {
      name: t('figureWait'),
      value: duration(summary.wait.mean),
      note: t('figureWaitNote', { median: duration(summary.wait.median), p90: duration(summary.wait.p90) }),
    },
  ]
}
