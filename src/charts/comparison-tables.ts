// A comparison as tables, the same in terminal, report and page: both figures and their difference in every row.
import type { Language } from '../domain/kernel/language.ts'
import type { JobShifts } from '../simulator/compare-jobs.ts'
import type { SeededRow } from '../simulator/compare-seeds.ts'
import type { ComparedFigures, ComparedRow } from '../simulator/compare.ts'
import { formatNumber } from '../text/format.ts'
import { amountForms } from './amounts.ts'
import { comparisonSpeaker, rowName, signedNumber, type ComparedSides } from './comparison-figures.ts'
import type { FigureRow, FigureTable } from './figure-table.ts'

const SECONDS_OF_HOUR = 3_600
const NOTHING = '–'

/** Waits and use of the pool with sectors, programmes and projects under it; and of sizes when they were recorded. */
export function comparisonTables(sides: ComparedSides, language: Language): readonly FigureTable[] {
  const say = comparisonSpeaker(language)
  const { rows } = sides.comparison
  const columns = comparisonColumns(sides, language)
  const tableOf = (whose: 'nodes' | 'sizes', what: 'waits' | 'use', found: readonly ComparedRow[]): FigureTable => ({
    title: say(`table-${whose}-${what}`),
    nameTitle: say(`name-${whose}`),
    columns: columns[what].map(({ title, unit }) => ({ title, unit })),
    rows: found.map((row) => ({
      ...named(sides, language, row),
      cells: columns[what].map(({ cell }) => cell(row)),
    })),
  })
  const nodes = inTree(rows)
  const sizes = rows.filter(({ level }) => level === 'size')
  return [
    tableOf('nodes', 'waits', nodes),
    tableOf('nodes', 'use', nodes),
    ...(sizes.length === 0 ? [] : [tableOf('sizes', 'waits', sizes), tableOf('sizes', 'use', sizes)]),
  ]
}

/** Jobs that start earlier and later, and by how much; none when the starts are not known. */
export function jobTables(sides: ComparedSides, language: Language): readonly FigureTable[] {
  const { jobs, comparison } = sides
  if (jobs === null) return []
  const say = comparisonSpeaker(language)
  const { number } = amountForms(language, sides.second.unit)
  const kinds = ['earlier', 'later', 'same', 'onlyFirst', 'onlySecond'] as const satisfies (keyof JobShifts)[]
  const titles = [
    say('column-earlier'),
    say('column-later'),
    say('column-same'),
    say('column-only', { side: 'A' }),
    say('column-only', { side: 'B' }),
  ]
  const shiftsOf = ({ level, id }: ComparedRow) =>
    level === 'pool' ? jobs.pool : level === 'size' ? jobs.sizes[id] : jobs.nodes[id]
  const rows = [...inTree(comparison.rows), ...comparison.rows.filter(({ level }) => level === 'size')]
  const counts: FigureTable = {
    title: say('table-jobs'),
    nameTitle: say('name-nodes'),
    columns: titles.map((title) => ({ title, unit: say('unit-count') })),
    rows: rows.flatMap((row) => {
      const shifts = shiftsOf(row)
      if (shifts === undefined) return []
      return [{ ...named(sides, language, row), cells: kinds.map((kind) => number(shifts[kind])) }]
    }),
  }
  const { quantiles } = jobs
  if (quantiles === null) return [counts]
  const steps = ['min', 'p5', 'p25', 'median', 'p75', 'p95', 'max'] as const
  const shifts: FigureTable = {
    title: say('table-shifts'),
    nameTitle: say('name-shift'),
    columns: [{ title: say('column-shift'), unit: say('unit-hours') }],
    rows: steps.map((step) => ({
      id: step,
      name: say(`quantile-${step}`),
      depth: 1,
      cells: [signedNumber(language, quantiles[step] / SECONDS_OF_HOUR)],
    })),
  }
  return [counts, shifts]
}

/** null: one history was replayed. */
export function seedTable(sides: ComparedSides, language: Language): FigureTable | null {
  const { seeded } = sides
  if (seeded === null) return null
  const say = comparisonSpeaker(language)
  const hours = (seconds: number | null) =>
    seconds === null ? NOTHING : signedNumber(language, seconds / SECONDS_OF_HOUR)
  const cells = ({ intervals, verdict }: SeededRow) => [
    say(`result-${verdict}`),
    hours(intervals.meanWait.mean),
    hours(intervals.meanWait.low),
    hours(intervals.meanWait.high),
    signedNumber(language, intervals.boundedSlowdown.mean),
  ]
  const known = new Map(seeded.rows.map((row) => [`${row.level} ${row.id}`, row]))
  const rows = [...inTree(sides.comparison.rows), ...sides.comparison.rows.filter(({ level }) => level === 'size')]
  return {
    title: say('table-seeds'),
    nameTitle: say('name-nodes'),
    columns: [
      { title: say('column-result'), unit: say('column-result-unit') },
      { title: say('column-wait-difference'), unit: say('unit-hours') },
      { title: say('column-low'), unit: say('unit-interval') },
      { title: say('column-high'), unit: say('unit-interval') },
      { title: say('column-slowdown-difference'), unit: say('unit-mean') },
    ],
    rows: rows.flatMap((row) => {
      const found = known.get(`${row.level} ${row.id}`)
      return found === undefined ? [] : [{ ...named(sides, language, row), cells: cells(found) }]
    }),
  }
}

interface Column {
  readonly title: string
  readonly unit: string
  readonly cell: (row: ComparedRow) => string
}

function comparisonColumns(
  sides: ComparedSides,
  language: Language,
): Readonly<Record<'waits' | 'use', readonly Column[]>> {
  const say = comparisonSpeaker(language)
  const { number, unitHours } = amountForms(language, sides.second.unit)
  const two = (value: number) => formatNumber(language, value, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const hours = (seconds: number) => two(seconds / SECONDS_OF_HOUR)
  const both = (
    key: 'wait' | 'slowdown' | 'jobs' | 'delivered',
    unit: string,
    form: (figures: ComparedFigures) => string,
  ) =>
    (['first', 'second'] as const).map((side): Column => ({
      title: say(`column-${key}`, { side: side === 'first' ? 'A' : 'B' }),
      unit,
      cell: (row) => formOrNothing(row[side], form),
    }))
  const ofJobs = (form: (figures: ComparedFigures) => string) => (figures: ComparedFigures) =>
    figures.jobs === 0 ? NOTHING : form(figures)
  const difference = (
    title: string,
    unit: string,
    form: (row: NonNullable<ComparedRow['differences']>) => string,
  ): Column => ({
    title,
    unit,
    cell: ({ differences }) => formOrNothing(differences, form),
  })
  const waits = [
    {
      title: say('column-result'),
      unit: say('column-result-unit'),
      cell: ({ verdict }: ComparedRow) => (verdict === null ? NOTHING : say(`result-${verdict}`)),
    },
    ...both(
      'wait',
      say('unit-hours'),
      ofJobs(({ meanWait }) => hours(meanWait)),
    ),
    ofBoth(
      difference(say('column-wait-difference'), say('unit-hours'), ({ meanWait }) =>
        signedNumber(language, meanWait.absolute / SECONDS_OF_HOUR),
      ),
    ),
    difference(say('column-wait-change'), say('unit-share'), ({ meanWait }) => share(language, meanWait.relative)),
    ...both(
      'slowdown',
      say('unit-mean'),
      ofJobs(({ boundedSlowdown }) => two(boundedSlowdown)),
    ),
  ]
  const use = [
    ...both('jobs', say('unit-count'), ({ jobs }) => number(jobs)),
    ...both('delivered', unitHours, ({ deliveredUnitSeconds }) => number(deliveredUnitSeconds / SECONDS_OF_HOUR)),
    difference(say('column-delivered-difference'), unitHours, ({ deliveredUnitSeconds }) =>
      signedNumber(language, deliveredUnitSeconds.absolute / SECONDS_OF_HOUR, 0),
    ),
  ]
  return { waits, use }
}

/** Nobody waited zero hours where nobody came. */
function ofBoth(column: Column): Column {
  const hasJobs = ({ first, second }: ComparedRow) => first?.jobs !== 0 && second?.jobs !== 0
  return { ...column, cell: (row) => (hasJobs(row) ? column.cell(row) : NOTHING) }
}

function formOrNothing<T>(value: T | null, form: (value: T) => string): string {
  return value === null ? NOTHING : form(value)
}

function share(language: Language, value: number | null): string {
  if (value === null) return NOTHING
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 }
  return formatNumber(language, value, { style: 'percent', signDisplay: 'exceptZero', ...digits })
}

/** The pool, then children under their parents. */
function inTree(rows: readonly ComparedRow[]): readonly ComparedRow[] {
  const nodes = rows.filter(({ level }) => level !== 'pool' && level !== 'size')
  const known = new Set(nodes.map(({ id }) => id))
  const below = (parent: string | null): readonly ComparedRow[] =>
    nodes
      .filter((row) => (row.parent !== null && known.has(row.parent) ? row.parent : null) === parent)
      .flatMap((row) => [row, ...below(row.id)])
  return [...rows.filter(({ level }) => level === 'pool'), ...below(null)]
}

const DEEPEST = 3

function named(sides: ComparedSides, language: Language, row: ComparedRow): Omit<FigureRow, 'cells'> {
  const parents = new Map(sides.comparison.rows.map(({ id, parent }) => [id, parent]))
  let depth = row.level === 'pool' || row.level === 'sector' || row.level === 'size' ? 0 : 1
  for (let up = row.parent; up !== null && (parents.get(up) ?? null) !== null; up = parents.get(up) ?? null) depth += 1
  return {
    id: `${row.level} ${row.id}`,
    name: rowName(sides, language, row),
    depth: Math.min(DEEPEST, depth),
  }
}
