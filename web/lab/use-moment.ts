// One moment of a run, replayed beside the page; a newer question ends the one before.
import { useEffect, useRef, useState } from 'react'
import type { AskedMoment, MomentAnswer, MomentEnd, MomentRequest } from './moment-worker.ts'

/** null while it is being found out. */
export function useMoment(bytes: ArrayBuffer | null, asked: AskedMoment | null): MomentEnd | null {
  const [end, setEnd] = useState<MomentEnd | null>(null)
  const worker = useRef<{ readonly worker: Worker; isBusy: boolean } | null>(null)
  const key = asked === null ? null : JSON.stringify(asked)
  useEffect(
    () => () => {
      worker.current?.worker.terminate()
      worker.current = null
    },
    [bytes],
  )
  useEffect(() => {
    if (bytes === null || key === null) return undefined
    let isOver = false
    setEnd(null)
    const timer = setTimeout(() => {
      const own = readyWorker(worker, bytes)
      own.isBusy = true
      own.worker.addEventListener(
        'message',
        ({ data }: MessageEvent<MomentAnswer>) => {
          own.isBusy = false
          if (!isOver) setEnd(data)
        },
        { once: true },
      )
      const request: MomentRequest = { kind: 'moment', task: 0, asked: JSON.parse(key) as AskedMoment }
      own.worker.postMessage(request, [])
    }, REST_MILLISECONDS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [bytes, key])
  return end
}

const REST_MILLISECONDS = 200

/** One that still replays an older moment is ended: nobody waits for its answer. */
function readyWorker(
  held: React.RefObject<{ readonly worker: Worker; isBusy: boolean } | null>,
  bytes: ArrayBuffer,
): { readonly worker: Worker; isBusy: boolean } {
  if (held.current !== null && !held.current.isBusy) return held.current
  held.current?.worker.terminate()
  const worker = new Worker(new URL('./moment-worker.ts', import.meta.url), { type: 'module' })
  const request: MomentRequest = { kind: 'history', bytes }
  worker.postMessage(request, [])
  held.current = { worker, isBusy: false }
  return held.current
}
