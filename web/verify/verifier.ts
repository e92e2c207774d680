// One worker, one question at a time. A new question ends the one before: nobody waits for its answer any more.
import type { VerifyAnswer, VerifyEnd, VerifyQuestion } from './verify-worker.ts'

export interface VerifyProgress {
  readonly filesDone: number
  readonly filesTotal: number
}

export class Verifier {
  private worker: Worker | null = null

  /** Never answered when it is ended before. */
  ask(question: VerifyQuestion, onProgress: (progress: VerifyProgress) => void = () => {}): Promise<VerifyEnd> {
    this.close()
    const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { type: 'module' })
    this.worker = worker
    return new Promise((resolve) => {
      const end = (told: VerifyEnd): void => {
        worker.terminate()
        if (this.worker !== worker) return
        this.worker = null
        resolve(told)
      }
      worker.addEventListener('message', ({ data }: MessageEvent<VerifyAnswer>) => {
        if (data.kind === 'progress') onProgress(data)
        else end(data)
      })
      worker.addEventListener('error', () => end({ kind: 'failed' }))
      worker.postMessage(question, [])
    })
  }

  close(): void {
    this.worker?.terminate()
    this.worker = null
  }
}
