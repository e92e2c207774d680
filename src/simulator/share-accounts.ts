// The lending account of a replay as it is shown: by node and accounting period, in whole unit-seconds.
import type { AccountingPeriod } from '../domain/scheduling/accounting-period.ts'
import type { ShareTreeShape } from '../domain/scheduling/share-tree.ts'
import { wholeLending, type PeriodSums } from '../domain/scheduling/whole-account.ts'
import type { NodeAccount, ShareAccounts } from './outcome.ts'
import { nodesShown, type PeriodTotals } from './usage-recorder.ts'

/** More lines than this, nodes times periods, are of use to nobody; sums of the whole run are kept for every node. */
const LINES_MAX = 50_000

const DAY = 86_400

/** A period of the calendar that makes a handful to some dozens of them out of a history of this length. */
export function periodFor(seconds: number): AccountingPeriod {
  if (seconds > 3 * 365 * DAY) return { kind: 'half-year' }
  if (seconds > 60 * DAY) return { kind: 'month' }
  return { kind: seconds > 14 * DAY ? 'week' : 'day' }
}

export interface WholeAccounts {
  readonly accounts: ShareAccounts
  /** Lent unit-seconds of the whole run, by node index. */
  readonly lent: Float64Array
}

export function shareAccounts(
  shape: ShareTreeShape,
  totals: readonly PeriodTotals[],
  at: { readonly startAt: number; readonly period: AccountingPeriod },
): WholeAccounts {
  const periods = totals.map((total, position) => periodOf(shape, total, totals[position - 1]))
  const lent = new Float64Array(shape.ids.length)
  for (const period of periods) period.lent.forEach((seconds, node) => (lent[node]! += seconds))
  const isLarge = shape.ids.length * periods.length > LINES_MAX
  const nodes = isLarge ? nodesShown(shape) : shape.ids.map((_, node) => node).slice(1)
  return {
    accounts: {
      period: at.period.kind,
      startAt: at.startAt,
      ends: totals.map((total) => total.endAt),
      pool: {
        capacity: periods.map((period) => period.earned[0]!),
        delivered: periods.map((period) => period.delivered[0]!),
      },
      nodes: nodes.map((node) => nodeAccount(shape.ids[node]!, node, periods)),
    },
    lent,
  }
}

function periodOf(shape: ShareTreeShape, total: PeriodTotals, before: PeriodTotals | undefined): PeriodSums {
  const less = (column: 'earned' | 'delivered' | 'borrowed' | 'lent' | 'pot') =>
    total[column].map((sum, node) => sum - (before?.[column][node] ?? 0))
  const sums = {
    earned: less('earned'),
    delivered: less('delivered'),
    borrowed: less('borrowed'),
    lent: less('lent'),
    pot: less('pot'),
  }
  return { ...sums, ...wholeLending(shape, sums) }
}

function nodeAccount(id: string, node: number, periods: readonly PeriodSums[]): NodeAccount {
  const of = (column: keyof PeriodSums) => periods.map((period) => period[column][node]!)
  let owed = 0
  return {
    id,
    earned: of('earned'),
    delivered: of('delivered'),
    borrowed: of('borrowed'),
    lent: of('lent'),
    owed: periods.map((period) => (owed += period.borrowed[node]! - period.lent[node]!)),
    pot: of('pot'),
  }
}
