// The bytes of a scenario's history in this browser.
import { useCallback, useEffect, useState } from 'react'
import { scenarioHistoryPath } from '../api/queries.ts'

export type HistoryBytes =
  | { readonly phase: 'loading' }
  | { readonly phase: 'ready'; readonly bytes: ArrayBuffer }
  | { readonly phase: 'failed'; readonly retry: () => void }

export function useHistoryBytes(agency: string, scenario: string): HistoryBytes {
  const [attempt, setAttempt] = useState(0)
  const [state, setState] = useState<HistoryBytes>({ phase: 'loading' })
  const retry = useCallback(() => setAttempt((before) => before + 1), [])
  useEffect(() => {
    const asking = new AbortController()
    setState({ phase: 'loading' })
    loadHistory(scenarioHistoryPath(agency, scenario), asking.signal).then(
      (bytes) => {
        if (!asking.signal.aborted) setState({ phase: 'ready', bytes })
      },
      () => {
        if (!asking.signal.aborted) setState({ phase: 'failed', retry })
      },
    )
    return () => asking.abort()
  }, [agency, scenario, attempt, retry])
  return state
}

async function loadHistory(path: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(path, { credentials: 'same-origin', signal })
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return await response.arrayBuffer()
}
