// A sweep as a table: a row for each combination of values; over several histories the mean and its 95 % interval.
import { assert } from '../../domain/kernel/assert.ts'
import { textIn, type Language } from '../../domain/kernel/language.ts'
import type { Policy } from '../../domain/policy/policy.ts'
import { pairedInterval, type PairedInterval } from '../../simulator/compare-seeds.ts'
import { formatNumber } from '../../text/format.ts'
import { terminalOf, textTable, type Terminal } from '../text-table.ts'
import { say } from './output.ts'
import type { CellFigures, SweptCell } from './sweep-cell.ts'

const HOUR = 3_600

/** Means over the histories of one combination; waits in seconds. */
export interface SweepRow {
  readonly values: readonly { readonly name: string; readonly value: string }[]
  readonly histories: number
  readonly jobs: PairedInterval
  readonly utilisation: PairedInterval
  readonly waitMean: PairedInterval
  readonly waitP90: PairedInterval
  readonly boundedSlowdown: PairedInterval
  readonly sectors: readonly SweepSector[]
}

export interface SweepSector {
  readonly id: string
  readonly jobs: PairedInterval
  readonly waitMean: PairedInterval
  readonly waitP90: PairedInterval
  readonly deliveredUnitSeconds: PairedInterval
  readonly borrowedUnitSeconds: PairedInterval
}

/** In the order of the cells. */
export function sweepRows(cells: readonly SweptCell[]): readonly SweepRow[] {
  const groups = new Map<string, SweptCell[]>()
  for (const cell of cells) {
    const key = JSON.stringify(cell.values)
    groups.set(key, [...(groups.get(key) ?? []), cell])
  }
  return [...groups.values()].map((group) => {
    const of = (read: (figures: CellFigures) => number) => pairedInterval(group.map(({ figures }) => read(figures)))
    const sectors = (group[0]?.figures.sectors ?? []).map(({ id }, at): SweepSector => {
      const sector = (read: (figures: CellFigures['sectors'][number]) => number) =>
        of(({ sectors: all }) => {
          const found = all[at]
          assert(found?.id === id, 'every cell has the same sectors')
          return read(found)
        })
      return {
        id,
        jobs: sector(({ jobs }) => jobs),
        waitMean: sector(({ wait }) => wait.mean),
        waitP90: sector(({ wait }) => wait.p90),
        deliveredUnitSeconds: sector(({ deliveredUnitSeconds }) => deliveredUnitSeconds),
        borrowedUnitSeconds: sector(({ borrowedUnitSeconds }) => borrowedUnitSeconds),
      }
    })
    return {
      values: group[0]?.values ?? [],
      histories: group.length,
      jobs: of(({ jobs }) => jobs),
      utilisation: of(({ utilisation }) => utilisation),
      waitMean: of(({ wait }) => wait.mean),
      waitP90: of(({ wait }) => wait.p90),
      boundedSlowdown: of(({ boundedSlowdown }) => boundedSlowdown),
      sectors,
    }
  })
}

export function sweepText(
  rows: readonly SweepRow[],
  policy: Policy,
  language: Language,
  terminal: Terminal = terminalOf(process.stdout),
): string {
  const names = rows.map(({ values }) => values.map(({ value }) => value).join(' / ') || '–')
  const nameTitle = rows[0]?.values.map(({ name }) => name).join(' / ') || say(language, 'sweep-values')
  const shown = (interval: PairedInterval, digits: number, per = 1) => {
    const number = (value: number) =>
      formatNumber(language, value / per, { minimumFractionDigits: digits, maximumFractionDigits: digits })
    const { mean, high } = interval
    return high === null ? number(mean) : `${number(mean)} ± ${number(high - mean)}`
  }
  const column = (title: string, unit: string, cell: (row: SweepRow) => string) => ({
    title,
    unit,
    cells: rows.map(cell),
  })
  const hours = say(language, 'sweep-hours')
  const ofSector = ({ sectors: all }: SweepRow, at: number, read: (sector: SweepSector) => PairedInterval) => {
    const sector = all[at]
    return sector === undefined ? '' : shown(read(sector), 2, HOUR)
  }
  const sectorName = (id: string) => {
    const node = policy.tree.find((each) => each.id === id)
    return (node === undefined ? '' : textIn(node.title, language)) || id
  }
  const all = textTable(
    {
      title: say(language, 'sweep-title', { histories: rows[0]?.histories ?? 0 }),
      nameTitle,
      names,
      columns: [
        column(say(language, 'sweep-jobs'), '', (row) => shown(row.jobs, 0)),
        column(say(language, 'sweep-utilisation'), '%', (row) => shown(row.utilisation, 1, 0.01)),
        column(say(language, 'sweep-wait-mean'), hours, (row) => shown(row.waitMean, 2, HOUR)),
        column(say(language, 'sweep-wait-p90'), hours, (row) => shown(row.waitP90, 2, HOUR)),
        column(say(language, 'sweep-slowdown'), '', (row) => shown(row.boundedSlowdown, 2)),
      ],
    },
    terminal,
  )
  const sectors = rows[0]?.sectors ?? []
  const waits = textTable(
    {
      title: say(language, 'sweep-sectors'),
      nameTitle,
      names,
      columns: sectors.flatMap(({ id }, at) => [
        column(sectorName(id), say(language, 'sweep-mean-hours'), (row) =>
          ofSector(row, at, ({ waitMean }) => waitMean),
        ),
        column('', say(language, 'sweep-p90-hours'), (row) => ofSector(row, at, ({ waitP90 }) => waitP90)),
      ]),
    },
    terminal,
  )
  return `${all}\n${waits.trimEnd()}\n`
}

/** A line for each combination: for programs, in seconds and shares; low and high are empty with one history. */
export function sweepCsv(rows: readonly SweepRow[]): string {
  const measures = (row: SweepRow): (readonly [string, PairedInterval])[] => [
    ['jobs', row.jobs],
    ['utilisation', row.utilisation],
    ['wait_mean_seconds', row.waitMean],
    ['wait_p90_seconds', row.waitP90],
    ['bounded_slowdown', row.boundedSlowdown],
    ...row.sectors.flatMap(({ id, ...sector }): (readonly [string, PairedInterval])[] => [
      [`${id}_jobs`, sector.jobs],
      [`${id}_wait_mean_seconds`, sector.waitMean],
      [`${id}_wait_p90_seconds`, sector.waitP90],
      [`${id}_delivered_unit_seconds`, sector.deliveredUnitSeconds],
      [`${id}_borrowed_unit_seconds`, sector.borrowedUnitSeconds],
    ]),
  ]
  const [first] = rows
  if (first === undefined) return ''
  const head = [
    ...first.values.map(({ name }) => name),
    'histories',
    ...measures(first).flatMap(([name]) => [name, `${name}_low`, `${name}_high`]),
  ]
  const lines = rows.map((row) => [
    ...row.values.map(({ value }) => value),
    row.histories,
    ...measures(row).flatMap(([, { mean, low, high }]) => [mean, low ?? '', high ?? '']),
  ])
  const cell = (value: string | number) =>
    /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : value
  return `${[head, ...lines].map((line) => line.map(cell).join(',')).join('\n')}\n`
}
