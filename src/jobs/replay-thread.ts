// Starts the thread of one replay and tells what comes out of it.
import { Worker } from 'node:worker_threads'
import type { Outcome } from '../simulator/outcome.ts'
import type { ReplayAssignment, ReplayMessage } from './replay-worker.ts'

export type ReplayEnd =
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | { readonly kind: 'refused'; readonly failure: string }
  /** `stop` was called. */
  | { readonly kind: 'stopped' }

export interface ReplayThread {
  readonly end: Promise<ReplayEnd>
  /** Ends the thread where it stands: it holds nothing that could be left half done. */
  stop(): void
}

/** Heap of one replay; a history that needs more is refused instead of taking the server down. */
const HEAP_MEGABYTES_MAX = 2048

export function startReplayThread(
  assignment: ReplayAssignment,
  onProgress: (progress: { readonly jobsDone: number; readonly jobsTotal: number }) => void,
): ReplayThread {
  const worker = new Worker(new URL('./replay-worker.ts', import.meta.url), {
    workerData: assignment,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES_MAX },
  })
  let isStopped = false
  const end = new Promise<ReplayEnd>((resolve) => {
    worker.on('message', (message: ReplayMessage) => {
      if (message.kind === 'progress') onProgress(message)
      else resolve(message)
    })
    worker.once('error', (error) => {
      resolve({ kind: 'refused', failure: `replay-crashed: ${error instanceof Error ? error.message : String(error)}` })
    })
    worker.once('exit', (code) => {
      if (isStopped) resolve({ kind: 'stopped' })
      else resolve({ kind: 'refused', failure: `replay-crashed: its thread ended with code ${code}` })
    })
  })
  return {
    end,
    stop: () => {
      isStopped = true
      void worker.terminate()
    },
  }
}
