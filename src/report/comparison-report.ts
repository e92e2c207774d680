// The report of a comparison: one HTML file that stands alone, like the report of a replay. Who gains and who loses stands
// first, then the figures of both, then what is needed to make it again.
import { amountForms, formatShare } from '../charts/amounts.ts'
import {
  comparisonHeadline,
  comparisonSpeaker,
  unlikeSentences,
  type ComparedSides,
} from '../charts/comparison-figures.ts'
import { gainGroups, type GainGroup, type GainLine } from '../charts/comparison-gains.ts'
import { comparisonTables, jobTables, seedTable } from '../charts/comparison-tables.ts'
import { waitComparisonChart } from '../charts/wait-comparison.ts'
import { textIn, type Language } from '../domain/kernel/language.ts'
import type { Policy } from '../domain/policy/policy.ts'
import { backfillOf, type Scenario } from '../simulator/scenario.ts'
import { formatDuration } from '../text/duration.ts'
import { formatNumber, sentence } from '../text/format.ts'
import { reportText } from '../text/report/text.ts'
import { figureMarkup } from './chart-sections.ts'
import { figureTable } from './figure-tables.ts'
import { markup, type Markup } from './markup.ts'
import { reportStyle } from './report-style.ts'

export interface ReportedSide {
  readonly name: string
  readonly scenario: Scenario
  readonly policy: Policy
  readonly policySha256: string
  readonly historySha256: string
}

export interface ComparisonReport {
  /** A and B. */
  readonly sides: readonly [ReportedSide, ReportedSide]
  readonly compared: ComparedSides
  readonly language: Language
}

const LETTERS = ['A', 'B'] as const

export function renderComparisonReport(report: ComparisonReport): string {
  const { sides, language } = report
  const say = comparisonSpeaker(language)
  const title = say('title', { first: sides[0].name, second: sides[1].name })
  const page = markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${title} – ${say('kicker')}</title>
${reportStyle()}
<style>.plain{margin:0;padding:0;list-style:none}</style>
</head>
<body>
<header>
<p class="kicker">${say('kicker')}</p>
<h1>${title}</h1>
${sides.map(({ name }, at) => markup`<p class="under">${say('side-of', { side: at === 0 ? 'A' : 'B', name })}</p>\n`)}
<p class="lead">${say('lead')}</p>
</header>
<main>
${keyFigures(report)}
${gainsSection(report)}
${tablesSections(report)}
${sourceSection(report)}
</main>
<footer><p>${sentence(reportText, language, 'made-by')}</p></footer>
</body>
</html>
`
  return page.html
}

function keyFigures({ compared, language }: ComparisonReport): Markup {
  const say = (key: keyof typeof reportText.en) => sentence(reportText, language, key)
  const slowdown = (value: number) => formatNumber(language, value, { maximumFractionDigits: 1 })
  const both = (of: (summary: ComparedSides['first']['summary']) => string) =>
    `${of(compared.first.summary)} → ${of(compared.second.summary)}`
  const told: readonly (readonly [string, string])[] = [
    [both(({ wait }) => formatDuration(language, wait.mean).replaceAll(' ', '\u00a0')), say('figure-wait-mean')],
    [both(({ wait }) => formatDuration(language, wait.median).replaceAll(' ', '\u00a0')), say('figure-wait-median')],
    [both(({ averageBoundedSlowdown }) => slowdown(averageBoundedSlowdown)), say('figure-slowdown')],
    [both(({ utilisation }) => formatShare(language, utilisation)), say('figure-utilisation')],
  ]
  return markup`<section aria-labelledby="key-figures">
<h2 id="key-figures" class="hidden">${say('section-key-figures')}</h2>
<dl class="figures">
${told.map(([value, name]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
</section>`
}

function gainsSection({ compared, language }: ComparisonReport): Markup {
  const say = comparisonSpeaker(language)
  const { seeded } = compared
  const { unitHours } = amountForms(language, compared.second.unit)
  const chart = {
    id: 'waits',
    finding: comparisonHeadline(compared, language),
    about: say('chart-waits'),
    draw: (view: Parameters<typeof waitComparisonChart>[2]) =>
      waitComparisonChart(compared.first, compared.second, view, (side, value) =>
        say('bar-of', { side: side === 'before' ? 'A' : 'B', value }),
      ),
    table: markup``,
  }
  const unlike = unlikeSentences(compared, language).map((text) => markup`<li>${text}</li>\n`)
  return markup`<section aria-labelledby="gains">
<h2 id="gains">${say('section-gains')}</h2>
${unlike.length === 0 ? markup`` : markup`<h3>${say('unlike-title')}</h3>\n<ul>\n${unlike}</ul>\n`}
${figureMarkup(chart, language)}
${gainGroups(compared, language).map((group) => gainGroup(group, language))}
${compared.comparison.isSameJobs ? markup`<p>${say('rule', { unitHours })}</p>` : markup``}
${seeded === null ? markup`` : markup`<p>${say('rule-seeds', { count: seeded.count, block: seeded.block })}</p>`}
</section>`
}

function gainGroup(group: GainGroup, language: Language): Markup {
  const say = comparisonSpeaker(language)
  const list = (title: string, lines: readonly GainLine[]) =>
    markup`<dt>${title}</dt>\n<dd>${
      lines.length === 0
        ? markup`${say('nobody')}`
        : markup`<ul class="plain">\n${lines.map(({ name, text }) => markup`<li><strong>${name}</strong>: ${text}</li>\n`)}</ul>`
    }</dd>\n`
  const rest = [
    ...(group.unchanged > 0 ? [say('no-change', { count: group.unchanged })] : []),
    ...(group.unjudged > 0 ? [say('not-judged', { count: group.unjudged })] : []),
  ]
  return markup`<h3>${group.title}</h3>
<dl class="facts">
${list(say('gains'), group.gains)}${list(say('loses'), group.losses)}</dl>
${rest.map((text) => markup`<p class="period">${text}</p>\n`)}`
}

function tablesSections({ compared, language }: ComparisonReport): Markup {
  const say = comparisonSpeaker(language)
  const seeds = seedTable(compared, language)
  const jobs = jobTables(compared, language)
  const section = (id: string, title: string, tables: ReturnType<typeof jobTables>): Markup =>
    tables.length === 0
      ? markup``
      : markup`<section aria-labelledby="${id}" class="tables">
<h2 id="${id}">${title}</h2>
${tables.map(figureTable)}</section>
`
  return markup`${section('seeds', say('section-seeds'), seeds === null ? [] : [seeds])}${section(
    'figures',
    say('section-figures'),
    comparisonTables(compared, language),
  )}${section('jobs', say('section-jobs'), jobs)}`
}

function sourceSection({ sides, compared, language }: ComparisonReport): Markup {
  const say = (key: keyof typeof reportText.en) => sentence(reportText, language, key)
  const { countOfUnits, number } = amountForms(language, compared.second.unit)
  const code = (text: string) => markup`<code>${text}</code>`
  const rows: readonly (readonly [string, (side: ReportedSide, at: number) => Markup | string])[] = [
    [say('source-scenario'), ({ scenario }) => code(scenario.name)],
    [say('section-policy'), ({ policy }) => code(`${policy.agency}/${policy.name}`)],
    [say('source-policy-checksum'), ({ policySha256 }) => code(policySha256)],
    [say('source-history'), ({ scenario }) => code(scenario.trace.path.split('/').at(-1) ?? scenario.trace.path)],
    [say('source-checksum'), ({ historySha256 }) => code(historySha256)],
    [say('source-notice'), ({ scenario }) => textIn(scenario.trace.notice, language)],
    [say('figure-capacity'), (_, at) => countOfUnits((at === 0 ? compared.first : compared.second).summary.capacity)],
    [say('source-backfill'), ({ scenario, policy }) => say(`backfill-${backfillOf(scenario, policy)}`)],
    [say('source-seed'), ({ scenario }) => number(scenario.seed)],
  ]
  const lines = rows.map(([name, of]) => {
    const cells = sides.map((side, at) => markup`<td class="text">${of(side, at)}</td>`)
    return markup`<tr><th scope="row">${name}</th>${cells}</tr>\n`
  })
  return markup`<section aria-labelledby="source">
<h2 id="source">${say('section-source')}</h2>
<div class="scroll" role="region" aria-label="${say('section-source')}" tabindex="0">
<table class="texts">
<thead><tr><th scope="col" class="text">${say('section-source')}</th>${LETTERS.map((letter) => markup`<th scope="col" class="text">${letter}</th>`)}</tr></thead>
<tbody>
${lines}</tbody>
</table>
</div>
</section>`
}
