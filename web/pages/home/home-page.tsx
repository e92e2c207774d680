// The front page: what Weir is, and what the policy does to a real history, for anyone who wants to know.
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useRouteContext } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { RunBody } from '../../../src/contract/runs.ts'
import { namedFigures } from '../../charts/named-figures.ts'
import { Notice } from '../../parts/notice.tsx'
import { RunProgress } from '../../parts/run-progress.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { isUnfinished } from '../runs/run-states.ts'
import { useRunProgress } from '../runs/use-run-progress.ts'
import { Agencies } from './agencies.tsx'
import { Hero } from './hero.tsx'
import { Showcase } from './showcase.tsx'

/** While there is no showcase yet, the page asks again after so long. */
const ASK_AGAIN_MILLISECONDS = 3_000

export function HomePage() {
  const { queries } = usePortal()
  const { agency } = useRouteContext({ from: '__root__' })
  const showcase = useSuspenseQuery({
    ...queries.showcase(agency),
    refetchInterval: ({ state }) => (state.data === null ? ASK_AGAIN_MILLISECONDS : false),
  }).data
  return (
    <>
      <Hero showcase={showcase} agency={agency} />
      <div className="width">
        {showcase === null ? <NotReady /> : <ShowcaseByState run={showcase} />}
        <Agencies />
      </div>
    </>
  )
}

function NotReady() {
  const { t } = useReader()
  return (
    <Notice kind="hint" title={t('showcasePendingTitle')}>
      <p>{t('showcasePending')}</p>
    </Notice>
  )
}

function ShowcaseByState({ run }: { run: RunBody }) {
  const reader = useReader()
  const { language, t } = reader
  const { queries } = usePortal()
  const figures = useMemo(() => namedFigures(reader, run), [reader, run])
  const progress = useRunProgress(run, queries.showcase(run.agency).queryKey)
  if (isUnfinished(progress.state)) {
    return (
      <Notice kind="hint" title={t('showcaseRunningTitle')}>
        <p>{t('showcaseRunning')}</p>
        <RunProgress progress={progress} />
      </Notice>
    )
  }
  if (progress.state !== 'completed' || figures === null) {
    return (
      <Notice kind="bad" title={t('showcaseFailedTitle')}>
        <p>
          {t('showcaseFailed')}{' '}
          <Link to="/$lang/agencies/$agency/runs/$run" params={{ lang: language, agency: run.agency, run: run.id }}>
            {t('toRun')}
          </Link>
        </p>
      </Notice>
    )
  }
  return <Showcase run={run} figures={figures} />
}
