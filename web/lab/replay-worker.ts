// Replays in the browser, beside the page: a Web Worker that holds the history and runs it under the policies it is given.
// A replay cannot be interrupted from within; the page ends the whole worker and starts another one (replayer.ts).
import { replay, type ReplayOptions } from '../../src/simulator/replay.ts'
import type { NodeOutcome, OutcomeSeries, RunSummary } from '../../src/simulator/outcome.ts'
import { readWorkloadBytes } from '../../src/simulator/workload-bytes.ts'
import type { Workload } from '../../src/simulator/workload.ts'

export type ReplayRequest =
  | { readonly kind: 'history'; readonly bytes: ArrayBuffer }
  | { readonly kind: 'replay'; readonly task: number; readonly options: Omit<ReplayOptions, 'onProgress'> }

export interface LabOutcome {
  readonly summary: RunSummary
  readonly nodes: readonly NodeOutcome[]
  readonly series: OutcomeSeries
  /** Milliseconds that the replay took here. */
  readonly tookMilliseconds: number
}

export type ReplayAnswer =
  | { readonly kind: 'progress'; readonly task: number; readonly jobsDone: number; readonly jobsTotal: number }
  | { readonly kind: 'outcome'; readonly task: number; readonly outcome: LabOutcome }
  | { readonly kind: 'refused'; readonly task: number; readonly refusal: ReplayRefused }

export type ReplayRefused = 'history-not-readable' | 'project-not-in-tree' | 'replay-stopped'

let workload: Workload | null = null

function answer(message: ReplayAnswer): void {
  postMessage(message)
}

function run(task: number, options: Omit<ReplayOptions, 'onProgress'>): void {
  if (workload === null) return answer({ kind: 'refused', task, refusal: 'history-not-readable' })
  const began = performance.now()
  const replayed = replay(workload, {
    ...options,
    onProgress: ({ jobsDone, jobsTotal }) => {
      answer({ kind: 'progress', task, jobsDone, jobsTotal })
      return 'continue'
    },
  })
  if (!replayed.ok) return answer({ kind: 'refused', task, refusal: replayed.refusal })
  const { summary, nodes, series } = replayed.value
  answer({ kind: 'outcome', task, outcome: { summary, nodes, series, tookMilliseconds: performance.now() - began } })
}

addEventListener('message', ({ data }: MessageEvent<ReplayRequest>) => {
  if (data.kind === 'replay') return run(data.task, data.options)
  const read = readWorkloadBytes(new Uint8Array(data.bytes))
  workload = read.ok ? read.value : null
})
