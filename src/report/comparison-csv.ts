// A comparison as CSV: one line for the pool, each node and each size of jobs. Headers are the same in every language.
import type { FlavorUnit } from '../domain/policy/policy.ts'
import type { JobComparison, JobShifts } from '../simulator/compare-jobs.ts'
import type { ComparedFigures, ComparedRow, Comparison } from '../simulator/compare.ts'
import { csv, hours, type Field } from './csv.ts'

type Column = readonly [string, (row: ComparedRow) => Field]

/** Waits in seconds, amounts in unit-hours (4 decimals). Counts of jobs are empty where starts are not known. */
export function comparisonCsv({ rows }: Comparison, jobs: JobComparison | null, unit: FlavorUnit): string {
  const figure = (name: string, of: (figures: ComparedFigures) => number): readonly Column[] => [
    [`${name}_a`, ({ first }) => (first === null ? null : of(first))],
    [`${name}_b`, ({ second }) => (second === null ? null : of(second))],
  ]
  const shiftsOf = ({ level, id }: ComparedRow): JobShifts | undefined =>
    level === 'pool' ? jobs?.pool : level === 'size' ? jobs?.sizes[id] : jobs?.nodes[id]
  const counted = (name: string, kind: keyof JobShifts): Column => [name, (row) => shiftsOf(row)?.[kind] ?? null]
  const columns: readonly Column[] = [
    ['level', ({ level }) => level],
    ['id', ({ id }) => id],
    ['parent', ({ parent }) => parent],
    ['result', ({ verdict }) => verdict],
    ...figure('jobs', ({ jobs: count }) => count),
    ...figure('wait_mean_seconds', ({ meanWait }) => meanWait),
    ['wait_mean_seconds_difference', ({ differences }) => differences?.meanWait.absolute ?? null],
    ['wait_mean_relative', ({ differences }) => differences?.meanWait.relative ?? null],
    ...figure('bounded_slowdown_mean', ({ boundedSlowdown }) => boundedSlowdown),
    ['bounded_slowdown_difference', ({ differences }) => differences?.boundedSlowdown.absolute ?? null],
    ...figure(`delivered_${unit}_hours`, ({ deliveredUnitSeconds }) => hours(deliveredUnitSeconds)),
    [
      `delivered_${unit}_hours_difference`,
      ({ differences }) => (differences === null ? null : hours(differences.deliveredUnitSeconds.absolute)),
    ],
    counted('jobs_earlier', 'earlier'),
    counted('jobs_later', 'later'),
    counted('jobs_same', 'same'),
    counted('jobs_only_a', 'onlyFirst'),
    counted('jobs_only_b', 'onlySecond'),
  ]
  return csv([columns.map(([name]) => name), ...rows.map((row) => columns.map(([, value]) => value(row)))])
}
