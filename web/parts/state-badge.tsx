// A run's state: a word and a mark of its own shape, so that colour is never the only sign.
import type { RunState } from '../../src/contract/runs.ts'
import { STATE_KEYS } from '../pages/runs/run-states.ts'
import { useReader } from '../reader.tsx'

const MARKS: Readonly<Record<RunState, string>> = {
  queued: '○',
  running: '◐',
  completed: '●',
  failed: '×',
  cancelled: '–',
}

export function StateBadge({ state }: { state: RunState }) {
  const { t } = useReader()
  return (
    <span className={`state state-${state}`}>
      <span aria-hidden="true">{MARKS[state]}</span> {t(STATE_KEYS[state])}
    </span>
  )
}
