// Draws a chart as SVG without a browser: for pages made on the server and for the report that stands alone.
// ECharts writes style attributes, a style element and counters into its SVG; a strict Content-Security-Policy refuses the
// first two and the third breaks "same input, same bytes", so they are turned into plain attributes and fixed ids.
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { ChartOption } from './chart-option.ts'

use([BarChart, LineChart, GridComponent, SVGRenderer])

export interface Drawing {
  readonly width: number
  readonly height: number
  /** What the chart says, for those who do not see it. */
  readonly title: string
  /** What it shows and how it is read. */
  readonly description: string
  /** Begins every id in the drawing; by default made from the drawing itself. Give one when a page has a drawing twice. */
  readonly id?: string
}

export function renderSvg(option: ChartOption, drawing: Drawing): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: drawing.width, height: drawing.height })
  chart.setOption(option)
  const drawn = chart.renderToSVGString()
  chart.dispose()
  const body = withoutStyles(drawn)
  const id = drawing.id ?? `chart-${fingerprint(body + drawing.title + drawing.description)}`
  const opening =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${drawing.width} ${drawing.height}" width="100%" role="img"` +
    ` aria-labelledby="${id}-title" aria-describedby="${id}-description">` +
    `<title id="${id}-title">${escapeXml(drawing.title)}</title>` +
    `<desc id="${id}-description">${escapeXml(drawing.description)}</desc>`
  const named = body.replace(/^<svg[^>]*>/, opening).replaceAll(/(id="|url\(#)zr-/g, `$1${id}-`)
  return named.replaceAll(UNPRINTABLE, '\ufffd')
}

/** Controls, which XML forbids, and marks that turn the direction of all that follows. */
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** Boxes around text, outlines without width, blanks between words: what leaves no mark. */
const NOTHING_DRAWN =
  /<text [^>]*><\/text>|<rect [^>]*fill="none"><\/rect>|<path [^>]*stroke-width="0"[^>]*><\/path>|<path (?![^>]* stroke=)[^>]*fill="none"><\/path>/g

function withoutStyles(drawn: string): string {
  return drawn
    .replace(/<style[^>]*>[\s\S]*?<\/style>/g, '')
    .replaceAll(/(id="|url\(#)zr\d+-/g, '$1zr-')
    .replaceAll(/ (?:class|pointer-events|ecmeta_[a-z_]+)="[^"]*"/g, '')
    .replaceAll(/ style="([^"]*)"/g, (_, style: string) => asAttributes(style))
    .replaceAll(/>\s+</g, '><')
    .replaceAll(NOTHING_DRAWN, '')
    .trim()
}

/** `font-size:12px;font-family:inherit;` -> ` font-size="12px"`; what is inherited needs no attribute. */
function asAttributes(style: string): string {
  return style
    .split(';')
    .map((declaration) => declaration.split(':'))
    .filter(([name, value]) => name !== undefined && value !== undefined && value.trim() !== 'inherit')
    .map(([name = '', value = '']) => ` ${name.trim()}="${value.trim()}"`)
    .join('')
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** FNV-1a, 32 bit: short, and the same everywhere. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash >>> 0).toString(36)
}
