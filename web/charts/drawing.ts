// How a chart becomes SVG on the server; the browser's code knows only the shape of it.
import type { renderSvg } from '../../src/charts/render-svg.ts'

export type DrawSvg = typeof renderSvg
