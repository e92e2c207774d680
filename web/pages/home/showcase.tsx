// The worked example: a real history under the policy. Each title says what the figures under it show.
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { lendingFinding, usageFinding, waitFinding } from '../../../src/charts/finding.ts'
import { sectorsOf, type RunFigures } from '../../../src/charts/run-figures.ts'
import type { RunBody } from '../../../src/contract/runs.ts'
import { LendingChart, UsageChart, WaitChart } from '../../charts/run-charts.tsx'
import { KeyFigures } from '../../parts/key-figures.tsx'
import { keyFiguresOf } from '../../parts/run-key-figures.ts'
import { Section } from '../../parts/section.tsx'
import { SeriesTable } from '../../parts/series-table.tsx'
import { TableTwin } from '../../parts/table-twin.tsx'
import { TraceNotice } from '../../parts/trace-notice.tsx'
import { TreeTable } from '../../parts/tree-table.tsx'
import { useReader } from '../../reader.tsx'
import { usageColumns, waitColumns } from '../runs/node-columns.tsx'

export function Showcase({ run, figures }: { run: RunBody; figures: RunFigures }) {
  const reader = useReader()
  const { t, own, language } = reader
  const sectors = useMemo(() => sectorsOf(figures), [figures])
  const usage = useMemo(() => usageColumns(reader, sectors), [reader, sectors])
  const waits = useMemo(() => waitColumns(reader, sectors), [reader, sectors])
  return (
    <>
      <div className="showcase-head">
        <p className="over-title">{t('showcaseOver')}</p>
        <p className="showcase-title">{own(run.title)}</p>
        <KeyFigures figures={keyFiguresOf(reader, figures.summary)} />
      </div>
      <Section title={usageFinding(figures, language)} lead={t('usageLead')}>
        <UsageChart figures={figures} />
        <TableTwin title={t('usageTable')}>
          <TreeTable caption={t('usageTable')} rows={sectors} columns={usage} />
        </TableTwin>
        <TraceNotice run={run} />
      </Section>
      <Section title={lendingFinding(figures, language)} lead={t('lendingLead')}>
        <LendingChart figures={figures} />
        <TableTwin title={t('seriesTable')}>
          <SeriesTable figures={figures} caption={t('seriesTable')} />
        </TableTwin>
      </Section>
      <Section title={waitFinding(figures, language)} lead={t('waitsLead')}>
        <WaitChart figures={figures} />
        <TableTwin title={t('waitsTable')}>
          <TreeTable caption={t('waitsTable')} rows={sectors} columns={waits} />
        </TableTwin>
      </Section>
      <p className="onward">
        <Link to="/$lang/agencies/$agency/runs/$run" params={{ lang: language, agency: run.agency, run: run.id }}>
          {t('toWholeRun')}
        </Link>
      </p>
    </>
  )
}
