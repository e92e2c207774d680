// What a chart over time shows, as a table: means over a dozen periods of equal length, folded away until asked for.
import { amountForms, type AmountForms } from '../charts/amounts.ts'
import { sectorsOf, seriesOf } from '../charts/run-figures.ts'
import { sentence } from '../text/format.ts'
import { chartText } from '../text/charts/text.ts'
import { LOCALES } from '../text/format.ts'
import { markup, type Markup } from './markup.ts'
import type { ReportContents } from './report-contents.ts'

const PERIODS = 12

interface TimeColumn {
  readonly title: string
  readonly values: readonly number[]
}

export function usageOverTime(contents: ReportContents): Markup {
  const { figures, say } = contents
  const columns = sectorsOf(figures).map((sector) => ({
    title: say('column-in-use', { name: sector.name }),
    values: seriesOf(figures, sector.id).inUse,
  }))
  return table(
    contents,
    sentence(chartText, contents.language, 'axis-in-use', { units: forms(contents).units }),
    columns,
  )
}

export function lendingOverTime(contents: ReportContents): Markup {
  const { figures, say } = contents
  const columns = sectorsOf(figures).flatMap((sector) => {
    const { borrowed, lent } = seriesOf(figures, sector.id)
    return [
      { title: say('column-borrowed-of', { name: sector.name }), values: borrowed },
      { title: say('column-lent-of', { name: sector.name }), values: lent },
    ]
  })
  return table(contents, forms(contents).units, columns)
}

export function queueOverTime(contents: ReportContents): Markup {
  const { series } = contents.figures
  const { say } = contents
  const columns = [
    { title: say('column-waiting'), values: series.queueLength },
    { title: `${say('column-units-waiting')}, ${forms(contents).units}`, values: series.queuedUnits },
    {
      title: sentence(chartText, contents.language, 'axis-in-use', { units: forms(contents).units }),
      values: series.inUse,
    },
  ]
  return table(contents, say('column-waiting'), columns)
}

/** In percent. */
export function fragmentationOverTime(contents: ReportContents): Markup {
  const { language, figures } = contents
  const title = sentence(chartText, language, 'axis-fragmentation', { units: forms(contents).units })
  const values = (figures.series.fragmentation ?? []).map((share) => share * 100)
  return table(contents, title, [{ title: `${title}, %`, values }])
}

function forms({ language, figures }: ReportContents): AmountForms {
  return amountForms(language, figures.unit)
}

function table(contents: ReportContents, what: string, columns: readonly TimeColumn[]): Markup {
  const { say } = contents
  const { number } = forms(contents)
  const periods = periodsOf(contents)
  const caption = say('table-over-time', { what })
  return markup`<details>
<summary>${say('figures-over-time')}</summary>
<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
<table>
<caption>${caption}</caption>
<thead><tr><th scope="col">${say('column-from')}</th>${columns.map((column) => markup`<th scope="col">${column.title}</th>`)}</tr></thead>
<tbody>
${periods.map(
  (period) =>
    markup`<tr><th scope="row">${period.label}</th>${columns.map(
      (column) => markup`<td>${number(mean(column.values.slice(period.from, period.until)), 1)}</td>`,
    )}</tr>\n`,
)}</tbody>
</table>
</div>
</details>`
}

interface Period {
  readonly label: string
  /** Steps of the series, end excluded. */
  readonly from: number
  readonly until: number
}

function periodsOf({ figures, language }: ReportContents): readonly Period[] {
  const { series, summary } = figures
  const length = Math.max(1, Math.ceil(series.steps / PERIODS))
  const periods: Period[] = []
  for (let from = 0; from < series.steps; from += length) {
    const at = from === 0 ? summary.firstSubmitAt : series.startAt + from * series.stepSeconds
    periods.push({ label: momentText(at, summary.epoch, language), from, until: Math.min(series.steps, from + length) })
  }
  return periods
}

function momentText(at: number, epoch: number | null, language: ReportContents['language']): string {
  if (epoch === null) return sentence(chartText, language, 'day-number', { number: Math.round(at / 8_640) / 10 })
  const form = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
  return form.format(new Date((epoch + at) * 1000))
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
