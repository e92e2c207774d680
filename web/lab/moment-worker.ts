// Replays a run up to a moment, beside the page.
import { queueAt, type MomentRefusal, type QueueMoment } from '../../src/simulator/queue-moment.ts'
import { scenarioReplay } from '../../src/simulator/scenario-replay.ts'
import { readWorkloadBytes } from '../../src/simulator/workload-bytes.ts'
import type { Workload } from '../../src/simulator/workload.ts'
import type { LabReplay } from './replay-worker.ts'

export interface AskedMoment {
  readonly replay: LabReplay
  /** Seconds on the clock of the history; null: when the job was submitted. */
  readonly time: number | null
  readonly job: number | null
  readonly explainMax: number
}

export type MomentRequest =
  | { readonly kind: 'history'; readonly bytes: ArrayBuffer }
  | { readonly kind: 'moment'; readonly task: number; readonly asked: AskedMoment }

export type MomentEnd =
  | { readonly kind: 'moment'; readonly moment: QueueMoment }
  | { readonly kind: 'refused'; readonly refusal: MomentRefusal | 'scenario-not-fitting' | 'job-not-in-history' }
export type MomentAnswer = MomentEnd & { readonly task: number }

let history: Workload | null = null

function momentOf({ replay, time, job, explainMax }: AskedMoment): MomentEnd {
  if (history === null) return { kind: 'refused', refusal: 'scenario-not-fitting' }
  const row = job === null ? -1 : history.ids.indexOf(job)
  if (job !== null && row === -1) return { kind: 'refused', refusal: 'job-not-in-history' }
  const asked = scenarioReplay(replay.scenario, replay.policy, history, replay.backfill ?? undefined)
  if (!asked.ok) return { kind: 'refused', refusal: 'scenario-not-fitting' }
  const { workload, options } = asked.value
  const at = time ?? history.submit[row] ?? 0
  const moment = queueAt(workload, options, { time: at, explainMax, ...(job === null ? {} : { job }) })
  return moment.ok ? { kind: 'moment', moment: moment.value } : { kind: 'refused', refusal: moment.refusal }
}

addEventListener('message', ({ data }: MessageEvent<MomentRequest>) => {
  if (data.kind === 'moment') {
    const answer: MomentAnswer = { task: data.task, ...momentOf(data.asked) }
    postMessage(answer)
    return
  }
  const read = readWorkloadBytes(new Uint8Array(data.bytes))
  history = read.ok ? read.value : null
})
