// What was replayed, so that anybody can do it again: the files by checksum, the rules, and every line that was unusable.
import { amountForms } from '../charts/amounts.ts'
import { textIn } from '../domain/kernel/language.ts'
import { LEFT_OUT_REASONS } from '../simulator/outcome.ts'
import { backfillOf, type EstimateRule } from '../simulator/scenario.ts'
import { formatDuration } from '../text/duration.ts'
import { sentence } from '../text/format.ts'
import { simulateText } from '../text/simulate/text.ts'
import { markup, type Markup } from './markup.ts'
import type { ReportContents } from './report-contents.ts'

export function sourceSection(contents: ReportContents): Markup {
  const { say } = contents
  return markup`<section aria-labelledby="source">
<h2 id="source">${say('section-source')}</h2>
<dl class="facts">
${factsOf(contents).map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>
${badLines(contents)}
${mapTable(contents)}
</section>
`
}

function factsOf(contents: ReportContents): readonly (readonly [string, string | Markup])[] {
  const { scenario, policy, outcome, language, say, policySha256, figures } = contents
  const { trace, summary } = outcome
  const { number } = amountForms(language, figures.unit)
  const code = (text: string) => markup`<code>${text}</code>`
  const fileName = scenario.trace.path.split('/').at(-1) ?? scenario.trace.path
  const impossible = number(summary.impossibleJobs)
  return [
    [say('source-history'), code(fileName)],
    [say('source-notice'), textIn(scenario.trace.notice, language)],
    [say('source-checksum'), code(trace.sha256)],
    [say('source-lines'), number(trace.lines)],
    [say('source-jobs'), number(trace.jobs)],
    [say('source-filtered'), leftOutText(contents)],
    [say('source-bad-lines'), trace.badLines === 0 ? say('bad-lines-none') : number(trace.badLines)],
    [say('source-impossible'), summary.impossibleJobs === 0 ? impossible : `${impossible} (${say('impossible-why')})`],
    [say('source-scenario'), code(scenario.name)],
    [say('section-policy'), code(`${policy.agency}/${policy.name}`)],
    ...(policySha256 === undefined ? [] : [[say('source-policy-checksum'), code(policySha256)] as const]),
    [say('source-flavor'), code(scenario.flavor)],
    [say('source-backfill'), say(`backfill-${backfillOf(scenario, policy)}`)],
    [say('source-estimate'), estimateText(scenario.estimate, contents)],
    [say('source-seed'), number(scenario.seed)],
    [say('source-decisions'), number(summary.decisions)],
  ]
}

/** How many entries were left out, and how many for each reason. */
function leftOutText({ outcome, language, figures }: ReportContents): string {
  const { number } = amountForms(language, figures.unit)
  const { filteredJobs, leftOut = {} } = outcome.trace
  const reasons = LEFT_OUT_REASONS.flatMap((reason) => {
    const count = leftOut[reason]
    return count === undefined ? [] : [`${sentence(simulateText, language, `left-out-${reason}`)}: ${number(count)}`]
  })
  return reasons.length === 0 ? number(filteredJobs) : `${number(filteredJobs)} (${reasons.join('; ')})`
}

function estimateText(estimate: EstimateRule, { language, say, figures }: ReportContents): string {
  switch (estimate.kind) {
    case 'factor':
      return say('estimate-factor', { factor: amountForms(language, figures.unit).number(estimate.factor, 3) })
    case 'fixed':
      return say('estimate-fixed', { duration: formatDuration(language, estimate.seconds) })
    default:
      return say(`estimate-${estimate.kind}`)
  }
}

function badLines({ outcome, language, say, figures }: ReportContents): Markup {
  const { badLines: count, badLineSamples } = outcome.trace
  if (badLineSamples.length === 0) return markup``
  const { number } = amountForms(language, figures.unit)
  const title = say('table-bad-lines')
  const rows = badLineSamples.map(
    ({ line, reason, text }) =>
      markup`<tr><th scope="row">${number(line)}</th><td class="text">${sentence(simulateText, language, `bad-${reason}`)}</td><td class="text"><code>${text}</code></td></tr>\n`,
  )
  const more = count - badLineSamples.length
  return markup`<div class="scroll" role="region" aria-label="${title}" tabindex="0">
<table class="texts">
<caption>${title}</caption>
<thead><tr><th scope="col">${say('column-line')}</th><th scope="col" class="text">${say('column-reason')}</th><th scope="col" class="text">${say('column-text')}</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
</div>
${more > 0 ? markup`<p>${say('bad-lines-more', { more })}</p>` : markup``}`
}

function mapTable({ scenario, policy, language, say }: ReportContents): Markup {
  const names = new Map(policy.tree.map((node) => [node.id, textIn(node.title, language) || node.id]))
  const project = (id: string) => names.get(id) ?? id
  const title = say('table-map')
  const rows = Object.entries(scenario.map.projects).map(
    ([value, id]) => markup`<tr><th scope="row"><code>${value}</code></th><td class="text">${project(id)}</td></tr>\n`,
  )
  return markup`<div class="scroll" role="region" aria-label="${title}" tabindex="0">
<table class="texts">
<caption>${title}</caption>
<thead><tr><th scope="col">${say('column-in-history', { by: say(`by-${scenario.map.by}`) })}</th><th scope="col" class="text">${say('column-project')}</th></tr></thead>
<tbody>
${rows}<tr><th scope="row">${say('others-of-history')}</th><td class="text">${project(scenario.map.default)}</td></tr>
</tbody>
</table>
</div>`
}
