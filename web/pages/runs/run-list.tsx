// The list of runs. Sorting is a link to the same list in another order, so it works without JavaScript and can be shared.
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { RunRowBody } from '../../../src/contract/runs.ts'
import type { RunListChoice, RunSort } from '../../api/queries.ts'
import { StateBadge } from '../../parts/state-badge.tsx'
import { SortSign } from '../../parts/tree-table.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useReader } from '../../reader.tsx'
import { DeleteRun } from './delete-run.tsx'
import { readRunListSearch } from './run-list-search.ts'
import { actedBy } from '../../parts/acted-by.ts'
import { isUnfinished } from './run-states.ts'
import { useTakenOver } from '../../frame/colour-scheme-switch.tsx'

export interface RunListProps {
  readonly agency: string
  readonly runs: readonly RunRowBody[]
  readonly choice: RunListChoice
  readonly timeZone: string
  readonly mayChange: boolean
}

export function RunList({ agency, runs, choice, timeZone, mayChange }: RunListProps) {
  const { t } = useReader()
  const [deleting, setDeleting] = useState<RunRowBody | null>(null)
  const taken = useTakenOver()
  const hasActions = mayChange && taken
  return (
    <>
      <WideTable label={t('runListTitle')}>
        <table className="figures-table run-list">
          <caption className="visually-hidden">{t('runListTitle')}</caption>
          <thead>
            <tr>
              <SortedHeading agency={agency} choice={choice} sort="scenario" title={t('columnScenario')} />
              <SortedHeading agency={agency} choice={choice} sort="state" title={t('columnState')} />
              <th scope="col">{t('columnPolicy')}</th>
              <th scope="col" className="numeric">
                {t('columnJobs')}
              </th>
              <th scope="col" className="numeric">
                {t('columnUtilisation')}
              </th>
              <th scope="col" className="numeric">
                {t('columnWaitMean')}
              </th>
              <SortedHeading agency={agency} choice={choice} sort="created-at" title={t('columnStartedAt')} />
              <th scope="col">{t('columnCreatedBy')}</th>
              {hasActions && (
                <th scope="col">
                  <span className="visually-hidden">{t('columnActions')}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <RunLine
                key={run.id}
                run={run}
                timeZone={timeZone}
                onDelete={hasActions ? () => setDeleting(run) : null}
              />
            ))}
          </tbody>
        </table>
      </WideTable>
      {deleting !== null && <DeleteRun agency={agency} run={deleting} onDone={() => setDeleting(null)} />}
    </>
  )
}

function RunLine({ run, timeZone, onDelete }: { run: RunRowBody; timeZone: string; onDelete: (() => void) | null }) {
  const { language, t, own, number, percent, duration, instant } = useReader()
  const { summary, progress } = run
  const name = own(run.title) || run.scenario
  return (
    <tr>
      <th scope="row">
        <Link
          to="/$lang/agencies/$agency/runs/$run"
          params={{ lang: language, agency: run.agency, run: run.id }}
          className="run-link"
        >
          {name}
        </Link>
        {run.isShowcase && <span className="shown-mark">{t('showcaseMark')}</span>}
      </th>
      <td>
        <StateBadge state={progress.state} />
        {progress.state === 'running' && progress.jobsTotal > 0 && (
          <span className="run-share">{percent(progress.jobsDone / progress.jobsTotal, 0)}</span>
        )}
      </td>
      <td>
        <Link
          to="/$lang/agencies/$agency/policies/$name"
          params={{ lang: language, agency: run.agency, name: run.policy }}
          search={{ version: run.policyVersion }}
        >
          {run.policy}
        </Link>{' '}
        <span className="quiet">{t('versionShort', { number: run.policyVersion })}</span>
      </td>
      <td className="numeric">{summary === null ? '–' : number(summary.jobs)}</td>
      <td className="numeric">{summary === null ? '–' : percent(summary.utilisation)}</td>
      <td className="numeric">{summary === null ? '–' : duration(summary.wait.mean)}</td>
      <td className="instant">{instant(run.createdAt, timeZone)}</td>
      <td className="person">{actedBy(run.createdBy)}</td>
      {onDelete !== null && (
        <td className="actions">
          {!isUnfinished(progress.state) && (
            <button type="button" className="text-button danger" onClick={onDelete}>
              {t('delete')}
              <span className="visually-hidden">
                {' '}
                {name}, {instant(run.createdAt, timeZone)}
              </span>
            </button>
          )}
        </td>
      )}
    </tr>
  )
}

interface SortedHeadingProps {
  readonly agency: string
  readonly choice: RunListChoice
  readonly sort: RunSort
  readonly title: string
}

function SortedHeading({ agency, choice, sort, title }: SortedHeadingProps) {
  const { language } = useReader()
  const isSorted = choice.sort === sort
  const direction = isSorted ? choice.direction : null
  // Another column starts at its usual end: newest first, names from A.
  const next = isSorted
    ? direction === 'ascending'
      ? 'descending'
      : 'ascending'
    : sort === 'created-at'
      ? 'descending'
      : 'ascending'
  const search = readRunListSearch({ ...choice, page: 1, sort, direction: next })
  return (
    <th scope="col" aria-sort={direction ?? 'none'}>
      <Link
        to="/$lang/agencies/$agency/runs"
        params={{ lang: language, agency }}
        search={search}
        className="sort-button"
        resetScroll={false}
      >
        {title}
        <SortSign sorted={direction === null ? false : direction === 'ascending' ? 'asc' : 'desc'} />
      </Link>
    </th>
  )
}
