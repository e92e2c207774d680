// One run: while it is not over, how far it is; then what it shows, and everything that is needed to check it.
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { RunBody, RunState } from '../../../src/contract/runs.ts'
import { namedFigures } from '../../charts/named-figures.ts'
import { PageTitle } from '../../parts/page-title.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { useAgency } from '../../parts/use-agency.ts'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { RunNotOver } from './run-not-over.tsx'
import { RunOutcome } from './run-outcome.tsx'
import { actedBy } from '../../parts/acted-by.ts'
import { useRunProgress } from './use-run-progress.ts'

export function RunPage() {
  const { agency, run: id } = useParams({ from: '/$lang/agencies/$agency/runs/$run' })
  const { queries } = usePortal()
  const run = useSuspenseQuery(queries.run(agency, id)).data
  const reader = useReader()
  const figures = useMemo(() => namedFigures(reader, run), [reader, run])
  const progress = useRunProgress(run, queries.run(agency, id).queryKey)
  return (
    <div className="width">
      <RunTitle run={run} state={progress.state} />
      {progress.state === 'completed' && figures !== null ? (
        <RunOutcome run={run} figures={figures} />
      ) : (
        <RunNotOver run={run} progress={progress} />
      )}
    </div>
  )
}

function RunTitle({ run, state }: { run: RunBody; state: RunState }) {
  const { language, t, own, instant } = useReader()
  const { title: agencyTitle, timeZone } = useAgency(run.agency)
  return (
    <PageTitle over={agencyTitle} title={t('runTitle', { scenario: own(run.title) || run.scenario })}>
      <p className="page-facts">
        <StateBadge state={state} />
        <Link
          to="/$lang/agencies/$agency/policies/$name"
          params={{ lang: language, agency: run.agency, name: run.policy }}
          search={{ version: run.policyVersion }}
        >
          {run.policy}, {t('policyVersion', { number: run.policyVersion })}
        </Link>
        {state === 'completed' && (
          <Link
            to="/$lang/agencies/$agency/runs/compare"
            params={{ lang: language, agency: run.agency }}
            search={{ a: run.id }}
          >
            {t('toCompare')}
          </Link>
        )}
        <span>{t('runCreated', { when: instant(run.createdAt, timeZone), who: actedBy(run.createdBy) })}</span>
      </p>
    </PageTitle>
  )
}
