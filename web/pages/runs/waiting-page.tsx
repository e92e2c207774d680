// Why jobs waited in a run: the length of the queue over time, and for any moment who ran, who waited and why.
import '../../styles/lab.css'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import { queueFinding } from '../../../src/charts/finding.ts'
import { namedFigures } from '../../charts/named-figures.ts'
import { QueueChart } from '../../charts/run-charts.tsx'
import { useTakenOver } from '../../frame/colour-scheme-switch.tsx'
import { Notice } from '../../parts/notice.tsx'
import { PageTitle } from '../../parts/page-title.tsx'
import { Section } from '../../parts/section.tsx'
import { TraceNotice } from '../../parts/trace-notice.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'

const WaitingBench = lazy(() =>
  import('./waiting-bench.tsx').then(({ WaitingBench: component }) => ({ default: component })),
)

export function WaitingPage() {
  const { agency, run: id } = useParams({ from: '/$lang/agencies/$agency/runs/$run/waiting' })
  const { queries } = usePortal()
  const reader = useReader()
  const { t, own, language } = reader
  const run = useSuspenseQuery(queries.run(agency, id)).data
  const figures = useMemo(() => namedFigures(reader, run), [reader, run])
  const taken = useTakenOver()
  return (
    <div className="width waiting">
      <PageTitle over={own(run.title) || run.scenario} title={t('waitingTitle')} lead={t('waitingLead')}>
        <p className="page-facts">
          <Link to="/$lang/agencies/$agency/runs/$run" params={{ lang: language, agency, run: id }}>
            {t('toRun')}
          </Link>
        </p>
      </PageTitle>
      {figures === null ? (
        <Notice kind="hint" title={t('waitingNoResult')} />
      ) : (
        <>
          <Section title={queueFinding(figures, language)} lead={t('queueLead')}>
            <QueueChart figures={figures} />
          </Section>
          {taken ? (
            <Suspense fallback={<Notice kind="hint" title={t('labPreparing')} />}>
              <WaitingBench run={run} figures={figures} />
            </Suspense>
          ) : (
            <Notice kind="hint" title={t('waitingNeedsScript')} />
          )}
          <TraceNotice run={run} />
        </>
      )}
    </div>
  )
}
