// One worker for one history. What is asked while it still replays ends the worker: its answer would be about a policy that
// nobody looks at any more.
import type { LabOutcome, LabReplay, ReplayAnswer, ReplayRefused, ReplayRequest } from './replay-worker.ts'

export type ReplayEnd =
  | { readonly kind: 'outcome'; readonly outcome: LabOutcome }
  | { readonly kind: 'refused'; readonly refusal: ReplayRefused | 'worker-failed' }
  | { readonly kind: 'cancelled' }

export interface ReplayProgress {
  readonly jobsDone: number
  readonly jobsTotal: number
}

interface Task {
  readonly number: number
  readonly onProgress: (progress: ReplayProgress) => void
  readonly end: (end: ReplayEnd) => void
}

export class Replayer {
  private readonly bytes: ArrayBuffer
  private worker: Worker | null = null
  private task: Task | null = null
  private tasks = 0

  constructor(bytes: ArrayBuffer) {
    this.bytes = bytes
  }

  /** Ends what is being replayed. */
  replay(asked: LabReplay, onProgress: (progress: ReplayProgress) => void): Promise<ReplayEnd> {
    this.cancel()
    this.worker ??= this.startWorker()
    const number = (this.tasks += 1)
    const ended = new Promise<ReplayEnd>((resolve) => {
      this.task = { number, onProgress, end: resolve }
    })
    this.send({ kind: 'replay', task: number, asked })
    return ended
  }

  cancel(): void {
    if (this.task === null) return
    this.worker?.terminate()
    this.worker = null
    this.finish({ kind: 'cancelled' })
  }

  close(): void {
    this.cancel()
    this.worker?.terminate()
    this.worker = null
  }

  private startWorker(): Worker {
    const worker = new Worker(new URL('./replay-worker.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<ReplayAnswer>) => this.take(data))
    worker.addEventListener('error', () => {
      worker.terminate()
      if (this.worker !== worker) return
      this.worker = null
      this.finish({ kind: 'refused', refusal: 'worker-failed' })
    })
    this.worker = worker
    this.send({ kind: 'history', bytes: this.bytes })
    return worker
  }

  private send(request: ReplayRequest): void {
    this.worker?.postMessage(request)
  }

  private take(answer: ReplayAnswer): void {
    if (answer.task !== this.task?.number) return
    if (answer.kind === 'progress') this.task.onProgress(answer)
    else this.finish(answer)
  }

  private finish(end: ReplayEnd): void {
    const { task } = this
    this.task = null
    task?.end(end)
  }
}
