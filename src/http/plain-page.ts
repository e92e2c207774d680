// A page that needs nothing: for when the portal is not built, and for the address that every problem names.
import type { Refusal } from '../contract/refusals.ts'
import type { Language } from '../domain/kernel/language.ts'
import { problemOf } from './problem.ts'

export function plainPage(refusal: Refusal, language: Language, nonce: string): string {
  const { title, detail } = problemOf(refusal, language)
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Weir · ${escapeHtml(title)}</title>
<style nonce="${escapeHtml(nonce)}">
body{font:1.125rem/1.6 system-ui,sans-serif;max-width:38rem;margin:4rem auto;padding:0 1rem}
code{font-size:.9em}
</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(detail)}</p>
<p><code>${refusal}</code></p>
</main>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
