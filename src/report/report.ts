// The report of a replay: one HTML file that stands alone, for a minister's desk. It asks nothing of the network, needs no
// script, prints on A4, follows light and dark, and is the same bytes for the same run.
import { runFigures } from '../charts/run-figures.ts'
import { textIn } from '../domain/kernel/language.ts'
import { sentence } from '../text/format.ts'
import { reportText } from '../text/report/text.ts'
import { chartSections } from './chart-sections.ts'
import { keyFigures } from './key-figures.ts'
import { markup, type Markup } from './markup.ts'
import { methodSection } from './method-section.ts'
import { nodeTables } from './node-tables.ts'
import { policySection } from './policy-section.ts'
import type { ReportContents, ReportInput } from './report-contents.ts'
import { reportStyle } from './report-style.ts'
import { sourceSection } from './source-section.ts'

export function renderReport(input: ReportInput): string {
  const { scenario, policy, outcome, language } = input
  const contents: ReportContents = {
    ...input,
    figures: runFigures(outcome, policy, language),
    say: (key, values) => sentence(reportText, language, key, values),
  }
  const title = textIn(scenario.title, language) || scenario.name
  const sections = [
    ...chartSections(contents),
    nodeTables(contents),
    policySection(contents),
    sourceSection(contents),
    methodSection(contents),
  ]
  const page = markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${title} – ${contents.say('kicker')}</title>
${reportStyle()}
</head>
<body>
${opening(contents, title)}
<main>
${keyFigures(contents)}
${sections}
</main>
<footer><p>${contents.say('made-by')}</p></footer>
</body>
</html>
`
  return page.html
}

function opening({ scenario, policy, language, say }: ReportContents, title: string): Markup {
  const policyTitle = textIn(policy.title, language) || policy.name
  return markup`<header>
<p class="kicker">${say('kicker')}</p>
<h1>${title}</h1>
<p class="under">${say('under-policy', { policy: policyTitle })}</p>
<p class="lead">${textIn(scenario.description, language)}</p>
</header>`
}
