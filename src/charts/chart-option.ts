// What every chart builder takes besides its figures, and what it gives: a plain ECharts option, without the title.
import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import type { Language } from '../domain/kernel/language.ts'
import type { Palette } from './palette.ts'

export type ChartOption = ComposeOption<BarSeriesOption | LineSeriesOption | GridComponentOption>

export interface ChartView {
  readonly language: Language
  readonly palette: Palette
  /** Pixels that the chart is drawn for; below NARROW names stand above their notes. */
  readonly width: number
}

export const NARROW = 520
export const FONT_SIZE = 12

/** Nothing moves, nothing answers to the pointer: the same option serves paper and screen. */
export function stillOption(view: ChartView): ChartOption {
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit', fontSize: FONT_SIZE, color: view.palette.text },
  }
}

/** Stripes by which a mark is told from its solid neighbour without colour. */
export function stripes(colour: string) {
  return {
    symbol: 'rect',
    color: colour,
    dashArrayX: [1, 0] as [number, number],
    dashArrayY: [2, 3] as [number, number],
    rotation: -Math.PI / 4,
  }
}

export interface Scale {
  readonly max: number
  readonly interval: number
}

/** A round end for an axis from 0 that holds `max`, with about `count` intervals. */
export function roundScale(max: number, count: number): Scale {
  if (!(max > 0)) return { max: 1, interval: 1 }
  const least = max / count
  const power = 10 ** Math.floor(Math.log10(least))
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= least * 0.999) ?? 10
  const interval = Number((factor * power).toPrecision(12))
  return { max: Number((Math.ceil((max / interval) * 0.999) * interval).toPrecision(12)), interval }
}

/** Pixels that a text of this many characters needs at the charts' font size; Hangul is twice as wide as Latin. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) width += (character.codePointAt(0) ?? 0) >= 0x1100 ? FONT_SIZE : FONT_SIZE * 0.58
  return Math.ceil(width)
}
