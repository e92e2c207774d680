// Jobs by size and length as a table: the whole pool.
import type { Language } from '../domain/kernel/language.ts'
import type { FlavorUnit } from '../domain/policy/policy.ts'
import type { JobClassOutcome, JobSize } from '../simulator/outcome.ts'
import { chartText } from '../text/charts/text.ts'
import { formatNumber, sentence } from '../text/format.ts'
import { amountForms } from './amounts.ts'
import type { FigureTable } from './figure-table.ts'
import type { RunFigures } from './run-figures.ts'

const SIZE_NAMES: Readonly<Record<JobSize, string>> = { '1': 'one', '2-8': 'few', '9-64': 'many', '65+': 'most' }

export function sizeName(size: JobSize, unit: FlavorUnit, language: Language): string {
  return sentence(chartText, language, 'class-size', { size: SIZE_NAMES[size], unit })
}

/** null: the run is from before classes were recorded. */
export function classTable(figures: RunFigures, language: Language): FigureTable | null {
  const { classes, unit } = figures
  if (classes === null) return null
  const say = (key: keyof typeof chartText.en) => sentence(chartText, language, key)
  const forms = amountForms(language, unit)
  const hours = (seconds: number) =>
    formatNumber(language, seconds / 3_600, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const wait = (measure: keyof ClassFigures['wait']) => ({
    title: say(`class-wait-${measure}`),
    unit: say('class-hours'),
    cell: (row: ClassFigures) => hours(row.wait[measure]),
  })
  const amount = (title: string, of: (row: ClassFigures) => number) => ({
    title,
    unit: forms.unitHours,
    cell: (row: ClassFigures) => forms.number(of(row) / 3_600),
  })
  const columns = [
    { title: say('class-jobs'), unit: say('class-count'), cell: (row: ClassFigures) => forms.number(row.jobs) },
    amount(say('class-asked'), (row) => row.askedUnitSeconds),
    amount(say('account-delivered'), (row) => row.deliveredUnitSeconds),
    wait('mean'),
    wait('median'),
    wait('p90'),
    wait('p99'),
    wait('max'),
    {
      title: say('class-turnaround'),
      unit: say('class-hours'),
      cell: (row: ClassFigures) => hours(row.turnaround.mean),
    },
    {
      title: say('class-slowdown'),
      unit: say('class-mean'),
      cell: (row: ClassFigures) =>
        formatNumber(language, row.averageBoundedSlowdown, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    },
  ]
  const pool = classes.filter((row) => row.node === null)
  const all = wholePool(figures, pool)
  const row = (id: string, name: string, depth: 0 | 1, figure: ClassFigures) => ({
    id,
    name,
    depth,
    cells: columns.map((column) => column.cell(figure)),
  })
  return {
    title: say('class-table'),
    nameTitle: say('class-name'),
    columns: columns.map(({ title, unit: below }) => ({ title, unit: below })),
    rows: [
      row('all', say('class-all'), 0, all),
      ...pool.map((each) =>
        row(
          `${each.size} ${each.length}`,
          `${sizeName(each.size, unit, language)}, ${say(`class-${each.length}`)}`,
          1,
          each,
        ),
      ),
    ],
  }
}

type ClassFigures = Omit<JobClassOutcome, 'node' | 'size' | 'length'>

function wholePool({ summary }: RunFigures, pool: readonly JobClassOutcome[]): ClassFigures {
  const { jobs, wait, turnaround = summary.wait, averageBoundedSlowdown } = summary
  const sum = (of: (row: JobClassOutcome) => number) => pool.reduce((total, row) => total + of(row), 0)
  return {
    jobs,
    wait,
    turnaround,
    averageBoundedSlowdown,
    askedUnitSeconds: sum((row) => row.askedUnitSeconds),
    deliveredUnitSeconds: sum((row) => row.deliveredUnitSeconds),
  }
}
