// The charts: each under a sentence that says what it shows, computed from the run, with its figures as a table.
import { amountForms } from '../charts/amounts.ts'
import type { ChartView } from '../charts/chart-option.ts'
import * as finding from '../charts/finding.ts'
import {
  fragmentationChart,
  lendingChart,
  queueChart,
  shareChart,
  usageChart,
  utilisationChart,
  waitChart,
  type Chart,
} from '../charts/options.ts'
import { accountTable } from '../charts/account-table.ts'
import { owedChart } from '../charts/owed-chart.ts'
import { THEMED } from '../charts/palette.ts'
import { renderSvg } from '../charts/render-svg.ts'
import { sectorsOf } from '../charts/run-figures.ts'
import type { Language } from '../domain/kernel/language.ts'
import { sentence } from '../text/format.ts'
import { chartText } from '../text/charts/text.ts'
import { figureTable } from './figure-tables.ts'
import { markup, Markup } from './markup.ts'
import { fragmentationOverTime, lendingOverTime, queueOverTime, usageOverTime } from './over-time-table.ts'
import type { ReportContents } from './report-contents.ts'

/** Drawn twice: for a page or sheet, and for a telephone; the style sheet shows the one that fits. */
const WIDTHS = { wide: 760, narrow: 340 } as const

interface Figure {
  readonly id: string
  readonly finding: string
  readonly about: string
  readonly draw: (view: ChartView) => Chart
  readonly table: Markup
}

export function chartSections(contents: ReportContents): readonly Markup[] {
  const { figures, language, say } = contents
  const { units } = amountForms(language, figures.unit)
  const about = (key: Extract<keyof typeof chartText.en, `about-${string}`>) =>
    sentence(chartText, language, key, { units })
  const nothing = markup``
  const shares: readonly Figure[] = [
    {
      id: 'share',
      finding: finding.shareFinding(figures, language),
      about: about('about-share'),
      draw: (view) => shareChart(figures, view),
      table: nothing,
    },
    {
      id: 'usage',
      finding: finding.usageFinding(figures, language),
      about: about('about-usage'),
      draw: (view) => usageChart(figures, view),
      table: usageOverTime(contents),
    },
    {
      id: 'lending',
      finding: finding.lendingFinding(figures, language),
      about: about('about-lending'),
      draw: (view) => lendingChart(figures, view),
      table: lendingOverTime(contents),
    },
    ...owedFigures(contents),
  ]
  const waits: readonly Figure[] = [
    {
      id: 'wait',
      finding: finding.waitFinding(figures, language),
      about: about('about-wait'),
      draw: (view) => waitChart(figures, sectorsOf(figures), view),
      table: nothing,
    },
    {
      id: 'queue',
      finding: finding.queueFinding(figures, language),
      about: about('about-queue'),
      draw: (view) => queueChart(figures, view),
      table: queueOverTime(contents),
    },
    {
      id: 'utilisation',
      finding: finding.utilisationFinding(figures, language),
      about: about('about-utilisation'),
      draw: (view) => utilisationChart(figures, view),
      table: nothing,
    },
    ...fragmentationFigures(contents),
  ]
  return [
    section('shares', say('section-shares'), shares, contents),
    section('waits', say('section-waits'), waits, contents),
  ]
}

/** What is owed, with the accounts by period; nothing for a run from before they were recorded. */
function owedFigures({ figures, language }: ReportContents): readonly Figure[] {
  const table = accountTable(figures, language)
  if (table === null) return []
  return [
    {
      id: 'owed',
      finding: finding.owedFinding(figures, language),
      about: `${sentence(chartText, language, 'about-owed')} ${sentence(chartText, language, 'account-lead')}`,
      draw: (view) => owedChart(figures, view),
      table: figureTable(table),
    },
  ]
}

/** What lay free and could not be used; nothing when units were only counted. */
function fragmentationFigures(contents: ReportContents): readonly Figure[] {
  const { figures, language } = contents
  if (figures.series.fragmentation === undefined) return []
  const { units } = amountForms(language, figures.unit)
  return [
    {
      id: 'fragmentation',
      finding: finding.fragmentationFinding(figures, language),
      about: sentence(chartText, language, 'about-fragmentation', { units }),
      draw: (view) => fragmentationChart(figures, view),
      table: fragmentationOverTime(contents),
    },
  ]
}

function section(id: string, title: string, shown: readonly Figure[], contents: ReportContents): Markup {
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${shown.map((figure) => figureMarkup(figure, contents.language))}</section>
`
}

export function figureMarkup(figure: Figure, language: Language): Markup {
  const drawings = (['wide', 'narrow'] as const).map((size) => {
    const width = WIDTHS[size]
    const { option, height } = figure.draw({ language, palette: THEMED, width })
    const id = `${figure.id}-${size}`
    const svg = renderSvg(option, { width, height, title: figure.finding, description: figure.about, id })
    return markup`<div class="chart ${size}">${new Markup(svg)}</div>\n`
  })
  return markup`<figure>
<h3>${figure.finding}</h3>
${drawings}<figcaption>${figure.about}</figcaption>
${figure.table}
</figure>
`
}
