// A replay that follows what is edited: it starts when the hand rests, ends when something else is wanted, and what was
// computed before is there at once.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { LabOutcome, LabReplay } from './replay-worker.ts'
import type { Replayer, ReplayEnd, ReplayProgress } from './replayer.ts'

export type ReplayState =
  /** Nothing can be replayed: no history yet, or the policy has problems. */
  | { readonly phase: 'idle' }
  | { readonly phase: 'waiting' }
  | { readonly phase: 'replaying'; readonly progress: ReplayProgress | null }
  | { readonly phase: 'done'; readonly outcome: LabOutcome }
  | { readonly phase: 'cancelled' }
  | { readonly phase: 'refused'; readonly refusal: Extract<ReplayEnd, { kind: 'refused' }>['refusal'] }

export interface Replaying {
  readonly state: ReplayState
  /** The last outcome that there was, of whatever policy: it stays in sight while the next one is computed. */
  readonly last: LabOutcome | null
  readonly cancel: () => void
  readonly again: () => void
}

const REMEMBERED_MAX = 12

/** `restMilliseconds`: how long nothing may change before the replay starts. */
export function useReplay(replayer: Replayer | null, asked: LabReplay | null, restMilliseconds: number): Replaying {
  const [state, setState] = useState<ReplayState>({ phase: 'idle' })
  const [last, setLast] = useState<LabOutcome | null>(null)
  const [attempt, setAttempt] = useState(0)
  const remembered = useRef(new Map<string, LabOutcome>())
  // Two equal policies are one replay, whatever object they are.
  const key = asked === null ? null : JSON.stringify(asked)
  useEffect(() => remembered.current.clear(), [replayer])
  useEffect(() => {
    if (replayer === null || key === null) {
      setState({ phase: 'idle' })
      return
    }
    const show = (outcome: LabOutcome): void => {
      setState({ phase: 'done', outcome })
      setLast(outcome)
    }
    const known = remembered.current.get(key)
    if (known !== undefined) return show(known)
    let isOver = false
    setState({ phase: 'waiting' })
    const timer = setTimeout(() => {
      setState({ phase: 'replaying', progress: null })
      const onProgress = (progress: ReplayProgress): void => {
        if (!isOver) setState({ phase: 'replaying', progress })
      }
      void replayer.replay(JSON.parse(key) as LabReplay, onProgress).then((end) => {
        if (isOver) return
        if (end.kind === 'outcome') {
          remember(remembered.current, key, end.outcome)
          show(end.outcome)
        } else setState(end.kind === 'cancelled' ? { phase: 'cancelled' } : { phase: 'refused', refusal: end.refusal })
      })
    }, restMilliseconds)
    return () => {
      isOver = true
      clearTimeout(timer)
      replayer.cancel()
    }
  }, [replayer, key, restMilliseconds, attempt])
  const cancel = useCallback(() => replayer?.cancel(), [replayer])
  const again = useCallback(() => setAttempt((before) => before + 1), [])
  return { state, last, cancel, again }
}

function remember(outcomes: Map<string, LabOutcome>, key: string, outcome: LabOutcome): void {
  outcomes.set(key, outcome)
  const [oldest] = outcomes.keys()
  if (outcomes.size > REMEMBERED_MAX && oldest !== undefined) outcomes.delete(oldest)
}
