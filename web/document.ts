// The document around a rendered page: what a browser, a search engine and a reader without JavaScript get.
import { LANGUAGES, type Language } from '../src/domain/kernel/language.ts'
import { DARK, LIGHT, paletteDeclarations } from '../src/charts/palette.ts'
import type { PageHead } from './page-heads.ts'

/** What the browser's script is told, besides the queries. */
export interface ServerState {
  readonly language: Language
  readonly agency: string
}

export interface ClientFiles {
  /** The entry script. */
  readonly script: string
  readonly styles: readonly string[]
  /** Scripts that the entry imports at once. */
  readonly preloads: readonly string[]
}

export interface DocumentParts {
  readonly language: Language
  readonly head: PageHead
  /** Path with query. */
  readonly url: string
  readonly nonce: string
  readonly files: ClientFiles
  readonly markup: string
  readonly state: unknown
}

/** Set before the first paint, so that a dark page never flashes white. */
const COLOUR_SCHEME_SCRIPT = `(function(){var s;try{s=localStorage.getItem('mantine-color-scheme-value')}catch(e){}
if(s!=='light'&&s!=='dark')s=matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light';
document.documentElement.setAttribute('data-mantine-color-scheme',s)})()`

/** The charts' colours, once for light and once for dark pages; charts and sector marks take them as variables. */
const PALETTE_STYLE =
  `:root{${paletteDeclarations(LIGHT)}}` + `:root[data-mantine-color-scheme='dark']{${paletteDeclarations(DARK)}}`

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** JSON inside a script element: no text in it can end the element or open a comment. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`)
}

/** The same page in another language: only the first segment of its address differs. */
export function inLanguage(url: string, language: Language): string {
  return url.replace(/^\/[^/?#]*/, `/${language}`)
}

export function writeDocument({ language, head, url, nonce, files, markup, state }: DocumentParts): string {
  const path = url.split('?')[0] ?? url
  const attribute = escapeHtml(nonce)
  const alternates = LANGUAGES.map(
    (other) => `<link rel="alternate" hreflang="${other}" href="${escapeHtml(inLanguage(path, other))}">`,
  )
  const refresh =
    head.refreshSeconds === undefined
      ? ''
      : `<noscript><meta http-equiv="refresh" content="${head.refreshSeconds}"></noscript>`
  return `<!doctype html>
<html lang="${language}" data-mantine-color-scheme="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(head.title)}</title>
<meta name="description" content="${escapeHtml(head.description)}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
${alternates.join('\n')}
<link rel="alternate" hreflang="x-default" href="${escapeHtml(inLanguage(path, 'en'))}">
<script nonce="${attribute}">${COLOUR_SCHEME_SCRIPT}</script>
<style nonce="${attribute}">${PALETTE_STYLE}</style>
${files.styles.map((style) => `<link rel="stylesheet" href="/${style}">`).join('\n')}
${files.preloads.map((script) => `<link rel="modulepreload" href="/${script}" nonce="${attribute}">`).join('\n')}
${refresh}
</head>
<body>
<div id="portal">${markup}</div>
<script type="application/json" id="weir-state" nonce="${attribute}">${scriptJson(state)}</script>
<script type="module" src="/${files.script}" nonce="${attribute}"></script>
</body>
</html>
`
}
