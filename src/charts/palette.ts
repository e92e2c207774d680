// Colours of charts, the same for a sector in every chart and on every page. Each sector has one hue in two lightnesses.
// palette.test.ts holds them against both backgrounds (3:1) and against each other as people with a colour vision
// deficiency see them; colour is still never the only sign, every mark also has its name beside it.

export interface Palette {
  readonly surface: string
  readonly text: string
  readonly mutedText: string
  /** Lines that help to read a value; decoration, so below 3:1. */
  readonly gridLine: string
  readonly axisLine: string
  /** What belongs to no sector: the queue, the whole pool. */
  readonly neutral: string
  /** By the sector's position in the policy; the seventh takes the first again. */
  readonly sectors: readonly string[]
}

export const LIGHT: Palette = {
  surface: '#ffffff',
  text: '#17222d',
  mutedText: '#51606d',
  gridLine: '#dde3e8',
  axisLine: '#7b8894',
  neutral: '#4a5a68',
  sectors: ['#0b4596', '#b8480a', '#2b9d94', '#955ada', '#2b2600', '#8f1d3f'],
}

export const DARK: Palette = {
  surface: '#10181f',
  text: '#e4eaef',
  mutedText: '#a5b2bd',
  gridLine: '#2a3742',
  axisLine: '#7d8b97',
  neutral: '#a9b8c4',
  sectors: ['#5b9bf5', '#ee7a35', '#94e6d8', '#8b6ba6', '#f5f572', '#c0503c'],
}

/**
 * Colours as CSS variables, for SVG that stands in a page: one drawing follows the reader's light or dark, even when it
 * was made on a server that knows neither. Where the page defines no variable the light colour is taken. Not for canvas.
 */
export const THEMED: Palette = {
  surface: themed('surface', LIGHT.surface),
  text: themed('text', LIGHT.text),
  mutedText: themed('muted-text', LIGHT.mutedText),
  gridLine: themed('grid-line', LIGHT.gridLine),
  axisLine: themed('axis-line', LIGHT.axisLine),
  neutral: themed('neutral', LIGHT.neutral),
  sectors: LIGHT.sectors.map((colour, position) => themed(`sector-${position}`, colour)),
}

/** The declarations that give THEMED its colours: `--chart-text:#17222d;...`, to stand inside a CSS rule. */
export function paletteDeclarations(palette: Palette): string {
  const named: readonly [string, string][] = [
    ['surface', palette.surface],
    ['text', palette.text],
    ['muted-text', palette.mutedText],
    ['grid-line', palette.gridLine],
    ['axis-line', palette.axisLine],
    ['neutral', palette.neutral],
    ...palette.sectors.map((colour, position): [string, string] => [`sector-${position}`, colour]),
  ]
  return named.map(([name, colour]) => `--chart-${name}:${colour};`).join('')
}

export function sectorColour(palette: Palette, position: number): string {
  return palette.sectors[position % palette.sectors.length] ?? palette.neutral
}

function themed(name: string, light: string): string {
  return `var(--chart-${name},${light})`
}
