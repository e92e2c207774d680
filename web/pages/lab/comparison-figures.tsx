// The few numbers of a replay that are read first, each beside what it is under the policy in force.
import type { RunFigures } from '../../../src/charts/run-figures.ts'
import type { RunSummary } from '../../../src/simulator/outcome.ts'
import { KeyFigures, type KeyFigure } from '../../parts/key-figures.tsx'
import { useLabText } from '../../lab/use-lab-text.ts'
import { useReader } from '../../reader.tsx'

export function ComparisonFigures({ present, changed }: { present: RunFigures; changed: RunFigures }) {
  const { number, percent, duration } = useReader()
  const say = useLabText()
  const figure = (name: string, of: (summary: RunSummary) => string): KeyFigure => {
    const value = of(changed.summary)
    const was = of(present.summary)
    return { name, value, ...(was === value ? {} : { note: say('was', { value: was }) }) }
  }
  const borrowed = ({ borrowedUnitSeconds, deliveredUnitSeconds }: RunSummary) =>
    deliveredUnitSeconds === 0 ? 0 : borrowedUnitSeconds / deliveredUnitSeconds
  return (
    <KeyFigures
      figures={[
        figure(say('figureMean'), (summary) => duration(summary.wait.mean)),
        figure(say('figureUtilisation'), (summary) => percent(summary.utilisation)),
        figure(say('figureBorrowed'), (summary) => percent(borrowed(summary))),
        figure(say('figureSlowdown'), (summary) => number(summary.averageBoundedSlowdown, 1)),
      ]}
    />
  )
}
