// A project's budget: where it stands, how it got there, when it may end and how that was found, each month for itself.
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { burnDownChart } from '../../../src/charts/burn-down-chart.ts'
import type { ChartView } from '../../../src/charts/chart-option.ts'
import type { BudgetWarningBody, BurnDownBody } from '../../../src/contract/burn-down.ts'
import { readableNumber } from '../../../src/text/ledger-pages/amount.ts'
import { ChartFigure } from '../../charts/chart-figure.tsx'
import { KeyFigures } from '../../parts/key-figures.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/section.tsx'
import { TableTwin } from '../../parts/table-twin.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { BurnDownForecast } from './burn-down-forecast.tsx'
import { LedgerFrame } from './ledger-frame.tsx'
import { BUDGET_UNIT, readBurnDownSearch } from './ledger-search.ts'
import { useAmounts, useLedgerText } from './use-ledger-text.ts'

const FROM = '/$lang/agencies/$agency/ledger/projects/$project'

export function BurnDownPage() {
  const { agency, project } = useParams({ from: FROM })
  const say = useLedgerText()
  return (
    <LedgerFrame agency={agency} title={say('burnTitle', { project })} lead={say('burnLead')}>
      {() => <BurnDown agency={agency} project={project} />}
    </LedgerFrame>
  )
}

function BurnDown({ agency, project }: { agency: string; project: string }) {
  const search = readBurnDownSearch({ ...useSearch({ from: FROM }) })
  const say = useLedgerText()
  const { language } = useReader()
  const { queries } = usePortal()
  const amounts = useAmounts()
  const burnDown = useQuery(queries.burnDown(agency, project, search)).data
  if (burnDown === undefined) return null
  const { unit, standing } = burnDown
  const figures = (['granted', 'charged', 'held', 'remaining'] as const).map((name) => ({
    name: say(name),
    value: amounts.amount(unit, standing[name]),
    note: amounts.unit(unit),
  }))
  return (
    <>
      <KeyFigures figures={figures} />
      <p className="ledger-way">
        <Link
          to="/$lang/agencies/$agency/ledger/account"
          params={{ lang: language, agency }}
          search={{ account: `PROJECT:${project}`, unit: search.unit ?? BUDGET_UNIT }}
        >
          {say('statementTitle')}
        </Link>
      </p>
      <Warnings burnDown={burnDown} />
      <Section title={say('chartTitle')} lead={say('chartLegend')}>
        <Chart burnDown={burnDown} />
        <TableTwin title={say('daysTable')}>
          <DaysTable burnDown={burnDown} />
        </TableTwin>
      </Section>
      <Section title={say('forecastTitle')} lead={say('forecastLead')}>
        <form className="run-filter" method="get">
          {search.unit !== undefined && <input type="hidden" name="unit" value={search.unit} />}
          <TextInput type="date" name="until" label={say('untilLabel')} defaultValue={search.until ?? ''} />
          <Button type="submit" variant="default">
            {say('show')}
          </Button>
        </form>
        <BurnDownForecast agency={agency} burnDown={burnDown} />
      </Section>
      <Section title={say('monthsTitle')} lead={say('monthsLead')}>
        <MonthsTable burnDown={burnDown} />
      </Section>
    </>
  )
}

function Warnings({ burnDown }: { burnDown: BurnDownBody }) {
  const say = useLedgerText()
  const { percent } = useReader()
  const amounts = useAmounts()
  const { warnings, unit } = burnDown
  if (warnings.length === 0) return null
  const words = (warning: BudgetWarningBody): string => {
    switch (warning.code) {
      case 'budget-spent-to':
        return say('warning-budget-spent-to', { share: percent(warning.millionths / 1_000_000, 0) })
      case 'budget-overdrawn':
        return say('warning-budget-overdrawn', { overdrawn: amounts.both(unit, warning.overdrawn) })
      default: {
        const { period, charged, planned } = warning
        const said = { period, charged: amounts.both(unit, charged), planned: amounts.both(unit, planned) }
        return say(`warning-${warning.code}`, said)
      }
    }
  }
  return (
    <Notice kind="hint" title={say('warningsTitle')}>
      <ul>
        {warnings.map((warning) => (
          <li key={words(warning)}>{words(warning)}</li>
        ))}
      </ul>
    </Notice>
  )
}

function Chart({ burnDown }: { burnDown: BurnDownBody }) {
  const say = useLedgerText()
  const { number } = useReader()
  const amounts = useAmounts()
  const { unit, days, standing } = burnDown
  const unitWords = amounts.unit(unit)
  const draw = useCallback(
    (view: ChartView) =>
      burnDownChart(
        {
          firstDate: days[0]?.date ?? '1970-01-01',
          charged: days.map(({ charged }) => readableNumber(unit, charged)),
          held: days.map(({ held }) => readableNumber(unit, held)),
          granted: readableNumber(unit, standing.granted),
          planned: days.every(({ planned }) => planned !== null)
            ? days.map(({ planned }) => readableNumber(unit, planned ?? '0'))
            : null,
          unit: unitWords,
          valueForm: (value) => number(value, 1),
        },
        view,
      ),
    [days, unit, standing, unitWords, number],
  )
  const last = days.at(-1)
  const description = say('chartDescription', {
    date: last?.date ?? '',
    charged: amounts.amount(unit, standing.charged),
    granted: amounts.amount(unit, standing.granted),
    held: amounts.amount(unit, standing.held),
    unit: unitWords,
  })
  return (
    <>
      <p>{description}</p>
      <ChartFigure label={say('chartTitle')} description={description} draw={draw} />
    </>
  )
}

function DaysTable({ burnDown }: { burnDown: BurnDownBody }) {
  const say = useLedgerText()
  const { day } = useReader()
  const amounts = useAmounts()
  const { unit, days } = burnDown
  const columns = ['granted', 'charged', 'held', 'remaining', 'planned'] as const
  return (
    <WideTable label={say('chartTitle')}>
      <table className="figures-table">
        <caption className="visually-hidden">{say('chartTitle')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('date')}</th>
            {columns.map((column) => (
              <th key={column} scope="col" className="numeric">
                {say(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((one) => (
            <tr key={one.date}>
              <th scope="row" className="instant">
                {day(`${one.date}T00:00:00Z`, 'UTC')}
              </th>
              {columns.map((column) => (
                <td key={column} className="numeric">
                  {one[column] === null ? '–' : amounts.amount(unit, one[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}

function MonthsTable({ burnDown }: { burnDown: BurnDownBody }) {
  const say = useLedgerText()
  const amounts = useAmounts()
  const { unit, months } = burnDown
  return (
    <WideTable label={say('monthsTitle')}>
      <table className="figures-table">
        <caption className="visually-hidden">{say('monthsTitle')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('month')}</th>
            <th scope="col" className="numeric">
              {say('charged')}
            </th>
            <th scope="col" className="numeric">
              {say('planned')}
            </th>
          </tr>
        </thead>
        <tbody>
          {months.map(({ period, charged, planned }) => (
            <tr key={period}>
              <th scope="row">{period}</th>
              <td className="numeric">{amounts.amount(unit, charged)}</td>
              <td className="numeric">{planned === null ? '–' : amounts.amount(unit, planned)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}
