// What the replay is doing: loading, counting jobs, done in so many seconds, or why it cannot.
import { Button } from '@mantine/core'
import { Notice } from '../../parts/notice.tsx'
import { useLabText } from '../../lab/use-lab-text.ts'
import type { HistoryState } from '../../lab/use-replayers.ts'
import type { Replaying } from '../../lab/use-replay.ts'
import { useReader } from '../../reader.tsx'

export interface ReplayStatusProps {
  readonly history: HistoryState
  readonly present: Replaying
  readonly changed: Replaying
  readonly hasProblems: boolean
}

export function ReplayStatus({ history, present, changed, hasProblems }: ReplayStatusProps) {
  const say = useLabText()
  if (history.phase === 'loading') return <Working words={say('historyLoading')} />
  if (history.phase === 'failed') {
    return (
      <Notice kind="bad" title={say('historyFailed')} announced>
        <Button variant="default" size="xs" onClick={history.retry}>
          {say('again')}
        </Button>
      </Notice>
    )
  }
  const shown = present.state.phase === 'done' ? changed : present
  return (
    <div className="lab-status" aria-live="polite">
      <Replay replaying={shown} isPresent={shown === present} present={present} hasProblems={hasProblems} />
    </div>
  )
}

interface ReplayProps {
  readonly replaying: Replaying
  readonly isPresent: boolean
  readonly present: Replaying
  readonly hasProblems: boolean
}

function Replay({ replaying, isPresent, present, hasProblems }: ReplayProps) {
  const say = useLabText()
  const { number } = useReader()
  const { state, cancel, again } = replaying
  switch (state.phase) {
    case 'idle':
      return hasProblems ? <p>{say('problemsLead')}</p> : <Took replaying={present} />
    case 'waiting':
      return <p>{say('replaySoon')}</p>
    case 'replaying': {
      const { progress } = state
      const words = say(isPresent ? 'replayPresent' : 'replayChanged')
      return (
        <Working words={words} progress={progress} onCancel={cancel}>
          {progress !== null &&
            say('replayJobs', { done: number(progress.jobsDone), total: number(progress.jobsTotal) })}
        </Working>
      )
    }
    case 'done':
      return <Took replaying={replaying} />
    case 'cancelled':
    case 'refused': {
      const key = state.phase === 'cancelled' ? 'cancelled' : REFUSED[state.refusal]
      return (
        <p>
          {say(key)}{' '}
          <button type="button" className="text-button" onClick={again}>
            {say('replayAgain')}
          </button>
        </p>
      )
    }
  }
}

const REFUSED = {
  'scenario-not-fitting': 'replayRefused',
  'history-not-readable': 'historyFailed',
  'replay-stopped': 'cancelled',
  'worker-failed': 'replayFailed',
} as const

function Took({ replaying }: { replaying: Replaying }) {
  const say = useLabText()
  const { number } = useReader()
  if (replaying.state.phase !== 'done') return null
  const { summary, tookMilliseconds } = replaying.state.outcome
  return (
    <p className="quiet">
      {say('took', {
        jobs: number(summary.jobs + summary.impossibleJobs),
        seconds: number(tookMilliseconds / 1000, 1),
      })}
    </p>
  )
}

interface WorkingProps {
  readonly words: string
  readonly progress?: { readonly jobsDone: number; readonly jobsTotal: number } | null
  readonly onCancel?: () => void
  readonly children?: React.ReactNode
}

function Working({ words, progress, onCancel, children }: WorkingProps) {
  const say = useLabText()
  const known = progress === undefined || progress === null ? {} : { value: progress.jobsDone, max: progress.jobsTotal }
  return (
    <div className="lab-working">
      <p>{words}</p>
      <progress aria-label={say('replayProgress')} {...known} />
      <p className="lab-working-words">
        <span>{children}</span>
        {onCancel !== undefined && (
          <button type="button" className="text-button" onClick={onCancel}>
            {say('cancel')}
          </button>
        )}
      </p>
    </div>
  )
}
