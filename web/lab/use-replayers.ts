// The history of a scenario in this browser, and two workers that replay it: one for the policy as it is, one for the changed one.
import { useCallback, useEffect, useState } from 'react'
import { scenarioHistoryPath } from '../api/queries.ts'
import { Replayer } from './replayer.ts'

export interface Replayers {
  readonly present: Replayer
  readonly changed: Replayer
}

export type HistoryState =
  | { readonly phase: 'loading' }
  | { readonly phase: 'ready'; readonly replayers: Replayers }
  | { readonly phase: 'failed'; readonly retry: () => void }

export function useReplayers(agency: string, scenario: string): HistoryState {
  const [attempt, setAttempt] = useState(0)
  const [state, setState] = useState<HistoryState>({ phase: 'loading' })
  const retry = useCallback(() => setAttempt((before) => before + 1), [])
  useEffect(() => {
    const asking = new AbortController()
    let replayers: Replayers | null = null
    setState({ phase: 'loading' })
    loadHistory(scenarioHistoryPath(agency, scenario), asking.signal).then(
      (bytes) => {
        if (asking.signal.aborted) return
        replayers = { present: new Replayer(bytes), changed: new Replayer(bytes) }
        setState({ phase: 'ready', replayers })
      },
      () => {
        if (!asking.signal.aborted) setState({ phase: 'failed', retry })
      },
    )
    return () => {
      asking.abort()
      replayers?.present.close()
      replayers?.changed.close()
    }
  }, [agency, scenario, attempt, retry])
  return state
}

async function loadHistory(path: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(path, { credentials: 'same-origin', signal })
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return await response.arrayBuffer()
}
