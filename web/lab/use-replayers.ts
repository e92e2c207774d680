// Two workers that replay the history of a scenario: one for the policy as it is, one for the changed one.
import { useEffect, useState } from 'react'
import { Replayer } from './replayer.ts'
import { useHistoryBytes } from './use-history-bytes.ts'

export interface Replayers {
  readonly present: Replayer
  readonly changed: Replayer
}

export type HistoryState =
  | { readonly phase: 'loading' }
  | { readonly phase: 'ready'; readonly replayers: Replayers }
  | { readonly phase: 'failed'; readonly retry: () => void }

export function useReplayers(agency: string, scenario: string): HistoryState {
  const history = useHistoryBytes(agency, scenario)
  const bytes = history.phase === 'ready' ? history.bytes : null
  const [replayers, setReplayers] = useState<Replayers | null>(null)
  useEffect(() => {
    if (bytes === null) return undefined
    const own = { present: new Replayer(bytes), changed: new Replayer(bytes) }
    setReplayers(own)
    return () => {
      setReplayers(null)
      own.present.close()
      own.changed.close()
    }
  }, [bytes])
  if (history.phase === 'failed') return history
  return replayers === null ? { phase: 'loading' } : { phase: 'ready', replayers }
}
