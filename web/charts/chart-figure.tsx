// A chart in a page. The server draws it as SVG in three widths, of which the style sheet shows the one that fits, so
// that it is there without JavaScript; the browser then draws it for its own width and answers to the pointer.
import { useEffect, useId, useRef, useState } from 'react'
import type { Chart } from '../../src/charts/options.ts'
import type { ChartView } from '../../src/charts/chart-option.ts'
import { THEMED } from '../../src/charts/palette.ts'
import { usePortal } from '../portal-context.tsx'
import { useReader } from '../reader.tsx'
import type { LiveChart } from './live-chart.ts'

export interface ChartFigureProps {
  /** What the chart is, for those who do not see it; the table beside it has its figures. */
  readonly label: string
  readonly description: string
  readonly draw: (view: ChartView) => Chart
  /** The lines of the box that stands beside the pointer at a place of the axis, named by the axis' value. */
  readonly readOut?: ((axisValue: number) => readonly string[]) | undefined
}

/** Width that is drawn for each class of screens. */
const STILL_WIDTHS = { narrow: 330, middle: 660, wide: 1_120 } as const
type StillWidth = keyof typeof STILL_WIDTHS

export function ChartFigure({ label, description, draw, readOut }: ChartFigureProps) {
  const { t } = useReader()
  const [isLive, setIsLive] = useState(false)
  const place = useLiveChart({ draw, readOut, onDrawn: () => setIsLive(true) })
  return (
    <div className="chart">
      <div ref={place} className="chart-live" role="img" aria-label={label} hidden={!isLive} />
      {!isLive && (
        <div className="chart-stills">
          {(Object.keys(STILL_WIDTHS) as StillWidth[]).map((width) => (
            <Still key={width} width={width} label={label} description={description} draw={draw} />
          ))}
          <span className="visually-hidden">{t('chartLoading')}</span>
        </div>
      )}
    </div>
  )
}

type StillProps = Pick<ChartFigureProps, 'label' | 'description' | 'draw'> & { readonly width: StillWidth }

function Still({ width, label, description, draw }: StillProps) {
  const { language } = useReader()
  const { drawSvg } = usePortal()
  const id = useId()
  const pixels = STILL_WIDTHS[width]
  // The browser keeps what the server drew: it says nothing of its own, and is not asked whether it agrees.
  let svg = ''
  if (drawSvg !== null) {
    const chart = draw({ language, palette: THEMED, width: pixels })
    const drawing = {
      width: pixels,
      height: chart.height,
      title: label,
      description,
      id: `c${id.replaceAll(/\W/g, '')}`,
    }
    svg = drawSvg(chart.option, drawing)
  }
  return (
    <div className={`chart-still chart-${width}`} dangerouslySetInnerHTML={{ __html: svg }} suppressHydrationWarning />
  )
}

interface LiveChartUse extends Pick<ChartFigureProps, 'draw' | 'readOut'> {
  readonly onDrawn: () => void
}

function useLiveChart({ draw, readOut, onDrawn }: LiveChartUse) {
  const { language } = useReader()
  const place = useRef<HTMLDivElement>(null)
  const drawn = useRef(onDrawn)
  useEffect(() => {
    const element = place.current
    const frame = element?.parentElement
    if (element === null || frame === null || frame === undefined) return
    let live: LiveChart | null = null
    let isOver = false
    let width = 0
    const redraw = (): void => {
      const now = Math.floor(frame.clientWidth)
      if (live === null || now === 0 || now === width) return
      width = now
      live.show(draw({ language, palette: THEMED, width }), width)
    }
    const observer = new ResizeObserver(redraw)
    // Words are measured in the font that they are drawn in, so it has to be there.
    void Promise.all([import('./live-chart.ts'), document.fonts.ready]).then(([{ startLiveChart }]) => {
      if (isOver) return
      live = startLiveChart(element, readOut)
      redraw()
      observer.observe(frame)
      drawn.current()
    })
    return () => {
      isOver = true
      observer.disconnect()
      live?.end()
    }
  }, [draw, readOut, language])
  return place
}
