// The chart of the lab: mean wait of each sector now and with the changes.
import { useCallback } from 'react'
import type { ChartView } from '../../../src/charts/chart-option.ts'
import { sectorsOf, type RunFigures } from '../../../src/charts/run-figures.ts'
import { waitChart } from '../../../src/charts/options.ts'
import { waitComparisonChart } from '../../../src/charts/wait-comparison.ts'
import { ChartFigure } from '../../charts/chart-figure.tsx'
import { useLabText } from '../../lab/use-lab-text.ts'

export function ComparisonChart(props: { present: RunFigures; changed: RunFigures; finding: string }) {
  const { present, changed, finding } = props
  const say = useLabText()
  const draw = useCallback(
    (view: ChartView) =>
      present === changed ? waitChart(changed, sectorsOf(changed), view) : waitComparisonChart(present, changed, view),
    [present, changed],
  )
  return <ChartFigure label={say('chartOfWaits')} description={finding} draw={draw} />
}
