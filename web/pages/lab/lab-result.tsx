// What the edited policy would have meant, beside the policy in force.
import { useMemo } from 'react'
import { waitFinding } from '../../../src/charts/finding.ts'
import { comparisonFinding } from '../../../src/charts/wait-comparison.ts'
import type { RunFigures } from '../../../src/charts/run-figures.ts'
import { Section } from '../../parts/section.tsx'
import { TableTwin } from '../../parts/table-twin.tsx'
import { TreeTable } from '../../parts/tree-table.tsx'
import { useReader } from '../../reader.tsx'
import { useLabText } from '../../lab/use-lab-text.ts'
import { useColumns, waitComparisonColumns, usageComparisonColumns } from './comparison-columns.tsx'
import { ComparisonFigures } from './comparison-figures.tsx'
import { ComparisonChart } from './comparison-chart.tsx'
import { WinnersAndLosers } from './winners-and-losers.tsx'

export interface LabResultProps {
  readonly present: RunFigures
  /** The same object as `present` while nothing is changed. */
  readonly changed: RunFigures
  /** Something newer is being computed. */
  readonly isOutdated: boolean
}

export function LabResult({ present, changed, isOutdated }: LabResultProps) {
  const { language } = useReader()
  const say = useLabText()
  const isSame = present === changed
  const finding = useMemo(
    () => (isSame ? waitFinding(changed, language) : comparisonFinding(present, changed, language)),
    [isSame, present, changed, language],
  )
  return (
    <div className={isOutdated ? 'lab-outcome lab-outdated' : 'lab-outcome'}>
      <Section title={finding} lead={say('findingLead')}>
        {isOutdated && <p className="lab-outdated-note">{say('outdated')}</p>}
        <ComparisonFigures present={present} changed={changed} />
        <ComparisonChart present={present} changed={changed} finding={finding} />
        {!isSame && <WinnersAndLosers present={present} changed={changed} />}
      </Section>
    </div>
  )
}

/** The same as the chart, and more, for every node: as wide as the page. */
export function LabTables({ present, changed, isOutdated }: LabResultProps) {
  const say = useLabText()
  const waits = useColumns(waitComparisonColumns, present, changed)
  const use = useColumns(usageComparisonColumns, present, changed)
  return (
    <Section title={say('tablesTitle')} lead={isOutdated ? say('outdated') : say('tablesLead')}>
      <TableTwin title={say('tableWaits')}>
        <TreeTable caption={say('tableWaits')} rows={changed.nodes} columns={waits} />
      </TableTwin>
      <TableTwin title={say('tableUse')}>
        <TreeTable caption={say('tableUse')} rows={changed.nodes} columns={use} />
      </TableTwin>
    </Section>
  )
}
