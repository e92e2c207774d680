// The handful of numbers that somebody reads who reads nothing else.
import { amountForms, formatShare } from '../charts/amounts.ts'
import { formatDuration } from '../text/duration.ts'
import { LOCALES } from '../text/format.ts'
import type { Language } from '../domain/kernel/language.ts'
import type { RunSummary } from '../simulator/outcome.ts'
import { markup, type Markup } from './markup.ts'
import type { ReportContents } from './report-contents.ts'

const SECONDS_OF_DAY = 86_400

export function keyFigures({ figures, language, say }: ReportContents): Markup {
  const { summary } = figures
  const forms = amountForms(language, figures.unit)
  const { unitHours } = forms
  const told: readonly (readonly [string, string])[] = [
    [forms.number(summary.jobs), say('figure-jobs')],
    [forms.countOfUnits(summary.capacity), say('figure-capacity')],
    [formatShare(language, summary.utilisation), say('figure-utilisation')],
    [forms.number(summary.deliveredUnitSeconds / 3_600), say('figure-delivered', { unitHours })],
    [forms.number(summary.borrowedUnitSeconds / 3_600), say('figure-borrowed', { unitHours })],
    [formatDuration(language, summary.wait.mean), say('figure-wait-mean')],
    [formatDuration(language, summary.wait.median), say('figure-wait-median')],
    [forms.number(summary.averageBoundedSlowdown, 1), say('figure-slowdown')],
  ]
  return markup`<section aria-labelledby="key-figures">
<h2 id="key-figures" class="hidden">${say('section-key-figures')}</h2>
<dl class="figures">
${told.map(([value, name]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
<p class="period">${periodText(summary, language, say)}</p>
</section>`
}

/** From when to when, where the history says; and how long. */
export function periodText(summary: RunSummary, language: Language, say: ReportContents['say']): string {
  const days = Math.round((summary.lastEndAt - summary.firstSubmitAt) / SECONDS_OF_DAY)
  const length = say('period-length', { days })
  if (summary.epoch === null) return length
  const form = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone: 'UTC' })
  const day = (at: number) => form.format(new Date(((summary.epoch ?? 0) + at) * 1000))
  return `${say('period-dates', { from: day(summary.firstSubmitAt), until: day(summary.lastEndAt) })}. ${length}.`
}
