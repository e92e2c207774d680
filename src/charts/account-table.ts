// The lending account of the sectors as a table: the whole run of each, and below it its periods.
import type { Language } from '../domain/kernel/language.ts'
import type { NodeAccount, ShareAccounts } from '../simulator/outcome.ts'
import { chartText } from '../text/charts/text.ts'
import { formatNumber, LOCALES, sentence } from '../text/format.ts'
import { amountForms } from './amounts.ts'
import type { FigureRow, FigureTable } from './figure-table.ts'
import { accountOf, sectorsOf, type RunFigures } from './run-figures.ts'

const SECONDS_OF_DAY = 86_400
const AMOUNTS = ['earned', 'delivered', 'borrowed', 'lent', 'owed'] as const

/** null: the run is from before accounts were recorded. Without periods below the whole when there is only one. */
export function accountTable(figures: RunFigures, language: Language, periodsMax = Infinity): FigureTable | null {
  const { accounts } = figures
  if (accounts === null) return null
  const say = (key: keyof typeof chartText.en) => sentence(chartText, language, key)
  const { unitHours } = amountForms(language, figures.unit)
  const periods = accounts.ends.map((_, period) => period)
  const areParts = periods.length > 1 && periods.length <= periodsMax
  const rows = sectorsOf(figures).flatMap((sector): FigureRow[] => {
    const account = accountOf(figures, sector.id)
    if (account === null) return []
    const row = (id: string, name: string, depth: 0 | 1, over: readonly number[]): FigureRow => ({
      id: `${sector.id} ${id}`,
      name,
      depth,
      cells: cellsOf(accounts, account, over, language),
    })
    const parts = areParts
      ? periods.map((period) => row(String(period), periodName(figures, accounts, period, language), 1, [period]))
      : []
    return [row('all', sector.name, 0, periods), ...parts]
  })
  return {
    title: say('account-table'),
    nameTitle: say('account-name'),
    columns: [
      ...AMOUNTS.map((amount) => ({ title: say(`account-${amount}`), unit: unitHours })),
      { title: say('account-deviation'), unit: say('account-points') },
    ],
    rows,
  }
}

function cellsOf(
  accounts: ShareAccounts,
  account: NodeAccount,
  periods: readonly number[],
  language: Language,
): readonly string[] {
  const sum = (values: readonly number[]) => periods.reduce((total, period) => total + (values[period] ?? 0), 0)
  const last = account.owed[periods.at(-1) ?? 0] ?? 0
  const amounts = AMOUNTS.map((amount) => (amount === 'owed' ? last : sum(account[amount])))
  const delivered = sum(accounts.pool.delivered)
  const existed = sum(accounts.pool.capacity)
  const deviation =
    delivered === 0 || existed === 0 ? null : sum(account.delivered) / delivered - sum(account.earned) / existed
  return [
    ...amounts.map((seconds) => formatNumber(language, whole(seconds / 3_600), { maximumFractionDigits: 0 })),
    deviation === null
      ? '–'
      : formatNumber(language, deviation, {
          style: 'percent',
          minimumFractionDigits: 1,
          maximumFractionDigits: 1,
          signDisplay: 'exceptZero',
        }),
  ]
}

/** Not -0. */
function whole(value: number): number {
  const rounded = Math.round(value)
  return rounded === 0 ? 0 : rounded
}

/** A calendar's own name where the history knows the date: a month, a half-year, a day; else the days since its start. */
export function periodName(figures: RunFigures, accounts: ShareAccounts, period: number, language: Language): string {
  const from = period === 0 ? accounts.startAt : (accounts.ends[period - 1] ?? 0)
  const { epoch } = figures.summary
  if (epoch === null) {
    const number = Math.round((from / SECONDS_OF_DAY) * 10) / 10
    return sentence(chartText, language, 'day-number', { number: formatNumber(language, number) })
  }
  const date = new Date((epoch + from) * 1000)
  if (accounts.period === 'half-year') {
    const half = date.getUTCMonth() < 6 ? '1' : '2'
    return sentence(chartText, language, 'half-year', { half, year: String(date.getUTCFullYear()) })
  }
  const form: Intl.DateTimeFormatOptions =
    accounts.period === 'month' ? { year: 'numeric', month: 'long' } : { dateStyle: 'medium' }
  return new Intl.DateTimeFormat(LOCALES[language], { ...form, timeZone: 'UTC' }).format(date)
}
