// How the replay works and what each word means.
import { formatDuration } from '../text/duration.ts'
import { markup, type Markup } from './markup.ts'
import type { ReportContents } from './report-contents.ts'

const TERMS = ['guarantee', 'asked', 'delivered', 'borrowed', 'lent', 'wait', 'slowdown', 'utilisation'] as const
/** Runs from before these were recorded do not show them. */
const RECORDED_TERMS = ['earned', 'owed', 'turnaround', 'alone', 'jain'] as const

export function methodSection({ outcome, language, say }: ReportContents): Markup {
  const terms = outcome.accounts === undefined ? TERMS : [...TERMS, ...RECORDED_TERMS]
  const step = formatDuration(language, outcome.series.stepSeconds)
  return markup`<section aria-labelledby="method">
<h2 id="method">${say('section-method')}</h2>
<p>${say('method-replay')}</p>
<p>${say('method-order')}</p>
<p>${say('method-mean', { step })}</p>
<dl class="terms">
${terms.map((term) => markup`<dt>${say(`term-${term}`)}</dt><dd>${say(`define-${term}`)}</dd>\n`)}</dl>
</section>
`
}
