// The chart that answers to the pointer. This file brings ECharts, so it is loaded only where a chart is, after the page.
import { BarChart, LineChart } from 'echarts/charts'
import { AxisPointerComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { ChartOption } from '../../src/charts/chart-option.ts'
import type { Chart } from '../../src/charts/options.ts'
import { THEMED } from '../../src/charts/palette.ts'

use([BarChart, LineChart, GridComponent, TooltipComponent, AxisPointerComponent, SVGRenderer])

export interface LiveChart {
  readonly show: (chart: Chart, width: number) => void
  readonly end: () => void
}

type ReadOut = (axisValue: number) => readonly string[]

export function startLiveChart(element: HTMLElement, readOut: ReadOut | undefined): LiveChart {
  // It may be hidden as yet, and then has no size of its own.
  const chart = init(element, null, { renderer: 'svg', width: 1, height: 1 })
  return {
    show: ({ option: still, height }, width) => {
      // ECharts measures words on a canvas, which inherits no font.
      const { fontFamily } = getComputedStyle(element)
      const option = { ...still, textStyle: Object.assign({}, still.textStyle, { fontFamily }) }
      element.style.height = `${height}px`
      chart.resize({ width, height })
      chart.setOption(readOut === undefined ? option : answering(option, readOut), { notMerge: true })
    },
    end: () => chart.dispose(),
  }
}

/** One line through all panels, and one box that says what every panel has there. */
function answering(option: ChartOption, readOut: ReadOut) {
  const series = [option.series ?? []].flat()
  return {
    ...option,
    // ECharts makes a lighter colour for what is pointed at; of a CSS variable it makes none, and the series is gone.
    series: series.map((each) => ({ ...each, emphasis: { disabled: true } })),
    axisPointer: { link: [{ xAxisIndex: 'all' as const }], triggerTooltip: true, triggerEmphasis: false },
    tooltip: {
      trigger: 'axis' as const,
      confine: true,
      transitionDuration: 0,
      className: 'chart-read-out',
      axisPointer: { type: 'line' as const, lineStyle: { color: THEMED.mutedText, width: 1, type: 'solid' as const } },
      formatter: (at: unknown) => box(readOut(axisValueOf(at))),
    },
  }
}

function axisValueOf(at: unknown): number {
  const first: unknown = Array.isArray(at) ? at[0] : at
  if (typeof first !== 'object' || first === null || !('axisValue' in first)) return 0
  return Number(first.axisValue)
}

/** An element, not markup: names that people wrote are never read as HTML. */
function box(lines: readonly string[]): HTMLElement {
  const element = document.createElement('div')
  for (const line of lines) {
    const paragraph = document.createElement('p')
    paragraph.textContent = line
    element.append(paragraph)
  }
  return element
}
