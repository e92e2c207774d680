// Follows a run while it is unfinished, by the server's events. EventSource connects again by itself when the line breaks;
// when the run is over, what was asked about it before is asked anew.
import { useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { RunProgressBody, RunRowBody } from '../../../src/contract/runs.ts'
import { runPath } from '../../api/queries.ts'
import { isUnfinished } from './run-states.ts'

export function useRunProgress(run: RunRowBody, asked: QueryKey): RunProgressBody {
  const queryClient = useQueryClient()
  const [heard, setHeard] = useState<{ readonly id: string; readonly progress: RunProgressBody } | null>(null)
  const follows = isUnfinished(run.progress.state)
  const askedText = JSON.stringify(asked)
  useEffect(() => {
    if (!follows) return
    const events = new EventSource(`${runPath(run.agency, run.id)}/progress`)
    const hear = (event: MessageEvent<string>): void => {
      const progress = JSON.parse(event.data) as RunProgressBody
      setHeard({ id: run.id, progress })
      if (isUnfinished(progress.state)) return
      events.close()
      void queryClient.invalidateQueries({ queryKey: JSON.parse(askedText) as QueryKey })
    }
    events.addEventListener('progress', hear)
    return () => {
      events.removeEventListener('progress', hear)
      events.close()
    }
  }, [follows, run.agency, run.id, askedText, queryClient])
  // What the API said last is newer than any event once it says that the run is over.
  return follows && heard?.id === run.id ? heard.progress : run.progress
}
