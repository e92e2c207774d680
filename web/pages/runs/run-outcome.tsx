// What a run shows, from the whole to the parts: use against guarantees, lending, waits, the queue, and how it was made.
import { useMemo } from 'react'
import type { RunBody } from '../../../src/contract/runs.ts'
import { runPath } from '../../api/queries.ts'
import { LendingChart, QueueChart, UsageChart, UtilisationChart, WaitChart } from '../../charts/run-charts.tsx'
import { sectorsOf } from '../../findings/run-findings.ts'
import { sayLending, sayUsage, sayWaits } from '../../findings/say-findings.ts'
import { KeyFigures } from '../../parts/key-figures.tsx'
import { keyFiguresOf } from '../../parts/run-key-figures.ts'
import { Section } from '../../parts/section.tsx'
import { SeriesTable } from '../../parts/series-table.tsx'
import { TableTwin } from '../../parts/table-twin.tsx'
import { TraceNotice } from '../../parts/trace-notice.tsx'
import { TreeTable } from '../../parts/tree-table.tsx'
import { useReader } from '../../reader.tsx'
import { usageColumns, waitColumns } from './node-columns.tsx'
import { RunRecord } from './run-record.tsx'

export function RunOutcome({ run }: { run: RunBody }) {
  const reader = useReader()
  const { t, number, percent } = reader
  const sectors = useMemo(() => sectorsOf(run), [run])
  const usage = useMemo(() => usageColumns(reader, run.nodes), [reader, run])
  const waits = useMemo(() => waitColumns(reader, run.nodes), [reader, run])
  return (
    <>
      <KeyFigures figures={keyFiguresOf(reader, run)} />
      <Section title={sayUsage(reader, run)} lead={t('usageLead')}>
        <UsageChart run={run} />
        <TreeTable caption={t('usageTable')} rows={run.nodes} columns={usage} />
        <TraceNotice run={run} />
      </Section>
      <Section title={sayLending(reader, run)} lead={t('lendingLead')}>
        <LendingChart run={run} />
      </Section>
      <Section title={sayWaits(reader, run)} lead={t('waitsLead')}>
        <WaitChart run={run} nodes={sectors} />
        <TreeTable caption={t('waitsTable')} rows={run.nodes} columns={waits} />
      </Section>
      <Section title={t('queueFound', { longest: number(run.summary?.queueLengthMax ?? 0) })} lead={t('queueLead')}>
        <QueueChart run={run} />
      </Section>
      <Section
        title={t('utilisationFound', { share: percent(run.summary?.utilisation ?? 0) })}
        lead={t('utilisationLead')}
      >
        <UtilisationChart run={run} />
        <TableTwin title={t('seriesTable')}>
          <SeriesTable run={run} caption={t('seriesTable')} />
        </TableTwin>
      </Section>
      <Section title={t('exportTitle')} lead={t('exportLead')}>
        <p className="exports">
          <a className="button-link" href={`${runPath(run.agency, run.id)}/nodes.csv`} download>
            {t('exportNodes')}
          </a>
          <a className="button-link" href={`${runPath(run.agency, run.id)}/series.csv`} download>
            {t('exportSeries')}
          </a>
        </p>
      </Section>
      <RunRecord run={run} />
    </>
  )
}
