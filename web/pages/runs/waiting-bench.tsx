// Any moment of a run: picked by time or by a job, replayed up to there in the browser.
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { RunFigures } from '../../../src/charts/run-figures.ts'
import type { RunBody, ScenarioRowBody } from '../../../src/contract/runs.ts'
import { parsePolicy } from '../../../src/domain/policy/parse.ts'
import { labReplay, readLabScenario } from '../../lab/lab-replay.ts'
import type { LabReplay } from '../../lab/replay-worker.ts'
import { useHistoryBytes } from '../../lab/use-history-bytes.ts'
import { useMoment } from '../../lab/use-moment.ts'
import { useWaitingText, type SayWaiting } from '../../lab/use-waiting-text.ts'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/section.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { MomentPicker } from './moment-picker.tsx'
import { MomentTables } from './moment-tables.tsx'

/** More reasons than this nobody reads, and each costs a look at the whole pool. */
const EXPLAIN_MAX = 30

export function WaitingBench({ run, figures }: { run: RunBody; figures: RunFigures }) {
  const { queries } = usePortal()
  const say = useWaitingText()
  const scenarios = useQuery(queries.scenarios(run.agency)).data
  const policy = useQuery(queries.policy(run.agency, run.policy, run.policyVersion)).data
  const row = scenarios?.find((known) => known.name === run.scenario)
  const replay = useMemo(
    () => (row === undefined || policy === undefined ? null : runReplay(run, row, policy.source)),
    [run, row, policy],
  )
  if (scenarios === undefined || policy === undefined) return <Notice kind="hint" title={say('preparing')} />
  if (replay === null) return <Notice kind="bad" title={say('notReplayable')} announced />
  return <Moments run={run} figures={figures} replay={replay} say={say} />
}

/** The run as it was replayed: its version of the policy, on as many units, in its order of jobs. */
function runReplay(run: RunBody, row: ScenarioRowBody, source: string): LabReplay | null {
  const scenario = readLabScenario(row)
  const plain = parsePolicy(source, row.pool === null ? {} : { pool: { flavors: row.pool } })
  if (scenario === null || !plain.ok || run.summary === null) return null
  const { capacity } = run.summary
  const flavors = plain.value.pool.flavors.map((flavor) =>
    flavor.name === run.flavor ? { ...flavor, capacity } : flavor,
  )
  const policy = parsePolicy(source, { pool: { flavors } })
  return policy.ok ? { ...labReplay(policy.value, null, scenario), backfill: run.backfill } : null
}

interface MomentsProps {
  readonly run: RunBody
  readonly figures: RunFigures
  readonly replay: LabReplay
  readonly say: SayWaiting
}

function Moments({ run, figures, replay, say }: MomentsProps) {
  const { language } = useReader()
  const navigate = useNavigate()
  const search = useSearch({ from: '/$lang/agencies/$agency/runs/$run/waiting' })
  const history = useHistoryBytes(run.agency, run.scenario)
  const [picked, setPicked] = useState<{ time: number | null; job: number | null }>({
    time: search.at ?? (search.job === undefined ? longestQueueAt(figures) : null),
    job: search.job ?? null,
  })
  const pick = (next: { time: number | null; job: number | null }): void => {
    setPicked(next)
    void navigate({
      to: '/$lang/agencies/$agency/runs/$run/waiting',
      params: { lang: language, agency: run.agency, run: run.id },
      search: {
        ...(next.time === null ? {} : { at: next.time }),
        ...(next.job === null ? {} : { job: next.job }),
      },
      replace: true,
      resetScroll: false,
    })
  }
  const bytes = history.phase === 'ready' ? history.bytes : null
  const asked = useMemo(() => ({ replay, ...picked, explainMax: EXPLAIN_MAX }), [replay, picked])
  const end = useMoment(bytes, asked)
  if (history.phase === 'failed') {
    return (
      <Notice kind="bad" title={say('historyFailed')} announced>
        <button type="button" className="lab-step" onClick={history.retry}>
          {say('again')}
        </button>
      </Notice>
    )
  }
  const moment = end?.kind === 'moment' ? end.moment : null
  const time = picked.time ?? moment?.time ?? longestQueueAt(figures)
  return (
    <>
      <Section title={say('momentTitle')} lead={say('momentLead')}>
        <MomentPicker figures={figures} time={time} job={picked.job} onPick={pick} say={say} />
        <div aria-live="polite" className="lab-status">
          {end === null && <p className="quiet">{say('replaying')}</p>}
          {end?.kind === 'refused' && (
            <p>
              {end.refusal === 'job-not-in-history'
                ? say('jobUnknown', { job: String(picked.job) })
                : say('notReplayable')}
            </p>
          )}
          {moment !== null && picked.job !== null && !moment.waiting.some(({ job }) => job === picked.job) && (
            <p>{say('jobNotWaiting', { job: String(picked.job) })}</p>
          )}
        </div>
      </Section>
      {moment !== null && <MomentTables moment={moment} figures={figures} job={picked.job} say={say} />}
    </>
  )
}

/** The middle of the step in which most jobs waited. */
function longestQueueAt({ series }: RunFigures): number {
  const longest = series.queueLength.indexOf(Math.max(0, ...series.queueLength))
  return Math.round(series.startAt + (Math.max(0, longest) + 0.5) * series.stepSeconds)
}
