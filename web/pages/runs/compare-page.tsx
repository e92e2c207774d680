// Two runs beside each other: what they do not share, who gains and who loses, and every figure of both.
import '../../styles/lab.css'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useLoaderData, useParams, useSearch } from '@tanstack/react-router'
import type { RunBody } from '../../../src/contract/runs.ts'
import { runPath } from '../../api/queries.ts'
import { Notice } from '../../parts/notice.tsx'
import { PageTitle } from '../../parts/page-title.tsx'
import { useAgency } from '../../parts/use-agency.ts'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { BACKFILL_WORDS } from './backfill.ts'
import { ChooseRuns } from './choose-runs.tsx'
import { ComparedRuns } from './compared-runs.tsx'
import { useComparisonText } from './use-comparison-text.ts'

const FROM = '/$lang/agencies/$agency/runs/compare'

export function ComparePage() {
  const { agency } = useParams({ from: FROM })
  const { a, b } = useSearch({ from: FROM })
  const { hasFirst, hasSecond } = useLoaderData({ from: FROM })
  const { t } = useReader()
  const say = useComparisonText()
  const { title, timeZone } = useAgency(agency)
  const missing = [...(a !== undefined && !hasFirst ? ['A'] : []), ...(b !== undefined && !hasSecond ? ['B'] : [])]
  const isChosen = a !== undefined && b !== undefined && missing.length === 0
  return (
    <div className="width">
      <PageTitle over={title} title={t('compareTitle')} lead={t('compareLead')} />
      {missing.map((side) => (
        <Notice key={side} kind="bad" title={say('not-found', { side })} />
      ))}
      {isChosen ? (
        <ChosenRuns agency={agency} first={a} second={b} timeZone={timeZone} />
      ) : (
        <ChooseRuns
          agency={agency}
          timeZone={timeZone}
          chosen={chosenOf(hasFirst ? a : undefined, hasSecond ? b : undefined)}
        />
      )}
    </div>
  )
}

function chosenOf(a: string | undefined, b: string | undefined) {
  return { ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }) }
}

interface ChosenRunsProps {
  readonly agency: string
  readonly first: string
  readonly second: string
  readonly timeZone: string
}

function ChosenRuns({ agency, first: a, second: b, timeZone }: ChosenRunsProps) {
  const { language } = useReader()
  const say = useComparisonText()
  const { queries } = usePortal()
  const first = useSuspenseQuery(queries.comparedRun(agency, a)).data
  const second = useSuspenseQuery(queries.comparedRun(agency, b)).data
  if (first === null || second === null) return null
  const without = [...(first.summary === null ? ['A'] : []), ...(second.summary === null ? ['B'] : [])]
  return (
    <>
      <ul className="compared-sides">
        <Side side="A" run={first} timeZone={timeZone} />
        <Side side="B" run={second} timeZone={timeZone} />
      </ul>
      <p className="onward compared-ways">
        <Link to={FROM} params={{ lang: language, agency }} search={{ a: b, b: a }}>
          {say('swap-sides')}
        </Link>
        {without.length === 0 && (
          <a href={`${runPath(agency, a)}/comparison.csv?with=${encodeURIComponent(b)}`} download>
            {say('show-csv')}
          </a>
        )}
      </p>
      {a === b && <Notice kind="hint" title={say('same-run')} />}
      {without.map((side) => (
        <Notice key={side} kind="hint" title={say('not-completed', { side })} />
      ))}
      {without.length === 0 && <ComparedRuns first={first} second={second} />}
      <ChooseRuns agency={agency} timeZone={timeZone} chosen={{ a, b }} shown={[first, second]} />
    </>
  )
}

function Side({ side, run, timeZone }: { side: 'A' | 'B'; run: RunBody; timeZone: string }) {
  const { language, t, own, instant } = useReader()
  const { agency, id, policy, policyVersion } = run
  return (
    <li>
      <strong className="compared-letter">{side}</strong>
      <span>
        <Link to="/$lang/agencies/$agency/runs/$run" params={{ lang: language, agency, run: id }}>
          {own(run.title) || run.scenario}
        </Link>
        <span className="compared-facts quiet">
          {policy}, {t('policyVersion', { number: policyVersion })} · {t(BACKFILL_WORDS[run.backfill])} ·{' '}
          {instant(run.createdAt, timeZone)}
        </span>
      </span>
    </li>
  )
}
