// What a run shows, from the whole to the parts: use against guarantees, lending, waits, the queue, and how it was made.
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import {
  lendingFinding,
  queueFinding,
  usageFinding,
  fragmentationFinding,
  utilisationFinding,
  waitFinding,
} from '../../../src/charts/finding.ts'
import type { RunFigures } from '../../../src/charts/run-figures.ts'
import type { RunBody } from '../../../src/contract/runs.ts'
import { runPath } from '../../api/queries.ts'
import {
  FragmentationChart,
  LendingChart,
  QueueChart,
  UsageChart,
  UtilisationChart,
  WaitChart,
} from '../../charts/run-charts.tsx'
import { KeyFigures } from '../../parts/key-figures.tsx'
import { keyFiguresOf } from '../../parts/run-key-figures.ts'
import { Section } from '../../parts/section.tsx'
import { SeriesTable } from '../../parts/series-table.tsx'
import { TableTwin } from '../../parts/table-twin.tsx'
import { TraceNotice } from '../../parts/trace-notice.tsx'
import { TreeTable } from '../../parts/tree-table.tsx'
import { useReader } from '../../reader.tsx'
import { usageColumns, waitColumns } from './node-columns.tsx'
import { RunAccounts, RunClasses, RunFairness, RunFlavors } from './run-accounts.tsx'
import { RunRecord } from './run-record.tsx'

export function RunOutcome({ run, figures }: { run: RunBody; figures: RunFigures }) {
  const reader = useReader()
  const { t, language } = reader
  const usage = useMemo(() => usageColumns(reader, figures.nodes), [reader, figures])
  const waits = useMemo(() => waitColumns(reader, figures.nodes), [reader, figures])
  return (
    <>
      <KeyFigures figures={keyFiguresOf(reader, figures.summary)} />
      <Section title={usageFinding(figures, language)} lead={t('usageLead')}>
        <UsageChart figures={figures} />
        <TreeTable caption={t('usageTable')} rows={figures.nodes} columns={usage} />
        <TraceNotice run={run} />
      </Section>
      <Section title={lendingFinding(figures, language)} lead={t('lendingLead')}>
        <LendingChart figures={figures} />
      </Section>
      <RunAccounts figures={figures} />
      <Section title={waitFinding(figures, language)} lead={t('waitsLead')}>
        <WaitChart figures={figures} />
        <TreeTable caption={t('waitsTable')} rows={figures.nodes} columns={waits} />
      </Section>
      <RunFlavors figures={figures} />
      <RunClasses figures={figures} />
      <RunFairness figures={figures} />
      <Section title={queueFinding(figures, language)} lead={t('queueLead')}>
        <QueueChart figures={figures} />
        <p className="onward">
          <Link
            to="/$lang/agencies/$agency/runs/$run/waiting"
            params={{ lang: language, agency: run.agency, run: run.id }}
          >
            {t('toWaiting')}
          </Link>
        </p>
      </Section>
      <Section title={utilisationFinding(figures, language)} lead={t('utilisationLead')}>
        <UtilisationChart figures={figures} />
        <TableTwin title={t('seriesTable')}>
          <SeriesTable figures={figures} caption={t('seriesTable')} />
        </TableTwin>
      </Section>
      {figures.series.fragmentation !== undefined && (
        <Section title={fragmentationFinding(figures, language)} lead={t('fragmentationLead')}>
          <FragmentationChart figures={figures} />
        </Section>
      )}
      <Section title={t('exportTitle')} lead={t('exportLead')}>
        <p className="exports">
          <a className="button-link" href={`${runPath(run.agency, run.id)}/nodes.csv`} download>
            {t('exportNodes')}
          </a>
          <a className="button-link" href={`${runPath(run.agency, run.id)}/series.csv`} download>
            {t('exportSeries')}
          </a>
          {run.accounts !== null && (
            <>
              <a className="button-link" href={`${runPath(run.agency, run.id)}/accounts.csv`} download>
                {t('exportAccounts')}
              </a>
              <a className="button-link" href={`${runPath(run.agency, run.id)}/classes.csv`} download>
                {t('exportClasses')}
              </a>
            </>
          )}
        </p>
      </Section>
      <RunRecord run={run} />
    </>
  )
}
