// The runs of an agency: start one, find one, follow those that are not over, remove what is not needed.
import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { Notice } from '../../parts/notice.tsx'
import { PageTitle } from '../../parts/page-title.tsx'
import { Section } from '../../parts/section.tsx'
import { useAgency } from '../../parts/use-agency.ts'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { ChooseRuns } from './choose-runs.tsx'
import { RunList } from './run-list.tsx'
import { RunListFilter } from './run-list-filter.tsx'
import { RunListPages } from './run-list-pages.tsx'
import { completeRunListSearch } from './run-list-search.ts'
import { isUnfinished } from './run-states.ts'
import { StartRun } from './start-run.tsx'
import { useMayChangeRuns } from './use-may-change-runs.ts'
import { SignInHint } from './sign-in-hint.tsx'

/** While a run of the list is not over. */
const ASK_AGAIN_MILLISECONDS = 2_000

export function RunsPage() {
  const { agency } = useParams({ from: '/$lang/agencies/$agency/runs' })
  const search = useSearch({ from: '/$lang/agencies/$agency/runs' })
  const choice = completeRunListSearch(search)
  const { t } = useReader()
  const { queries } = usePortal()
  const { title, timeZone } = useAgency(agency)
  const scenarios = useSuspenseQuery(queries.scenarios(agency)).data
  const policies = useSuspenseQuery(queries.policies(agency)).data
  const mayChange = useMayChangeRuns(agency)
  const runs = useQuery({
    ...queries.runs(agency, choice),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.rows.some((run) => isUnfinished(run.progress.state)) === true ? ASK_AGAIN_MILLISECONDS : false,
  }).data
  const isFiltered = choice.search !== undefined || choice.state !== undefined
  return (
    <div className="width">
      <PageTitle over={title} title={t('runsTitle')} lead={t('runsLead')} />
      <Section title={t('startTitle')} lead={t('startLead')}>
        {mayChange ? <StartRun agency={agency} scenarios={scenarios} policies={policies} /> : <SignInHint />}
      </Section>
      <Section title={t('runListTitle')}>
        <RunListFilter agency={agency} choice={choice} />
        {runs === undefined ? null : runs.total === 0 ? (
          <Notice kind="hint" title={t(isFiltered ? 'runsNoneFoundTitle' : 'runsNoneTitle')}>
            <p>{t(isFiltered ? 'runsNoneFound' : 'runsNone')}</p>
          </Notice>
        ) : (
          <>
            <RunList agency={agency} runs={runs.rows} choice={choice} timeZone={timeZone} mayChange={mayChange} />
            <RunListPages agency={agency} search={search} list={runs} />
          </>
        )}
      </Section>
      <ChooseRuns agency={agency} timeZone={timeZone} chosen={{}} />
    </div>
  )
}
