// Replays in the browser, beside the page: a Web Worker that holds the history and runs it under the policies it is given.
// A replay cannot be interrupted from within; the page ends the whole worker and starts another one (replayer.ts).
import type { Policy } from '../../src/domain/policy/policy.ts'
import type { BackfillMode } from '../../src/domain/policy/pool-rules.ts'
import { replay } from '../../src/simulator/replay.ts'
import type { NodeOutcome, OutcomeSeries, RunSummary } from '../../src/simulator/outcome.ts'
import { scenarioReplay } from '../../src/simulator/scenario-replay.ts'
import type { Scenario } from '../../src/simulator/scenario.ts'
import { readWorkloadBytes } from '../../src/simulator/workload-bytes.ts'
import type { Workload } from '../../src/simulator/workload.ts'

/** What is replayed: plain values, so that they can be sent, and compared. */
export interface LabReplay {
  readonly scenario: Scenario
  /** With the pool of the replay. */
  readonly policy: Policy
  /** null: as scenario and policy say. */
  readonly backfill: BackfillMode | null
}

export type ReplayRequest =
  | { readonly kind: 'history'; readonly bytes: ArrayBuffer }
  | { readonly kind: 'replay'; readonly task: number; readonly asked: LabReplay }

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

export type ReplayRefused = 'history-not-readable' | 'scenario-not-fitting' | 'replay-stopped'

let history: Workload | null = null

function answer(message: ReplayAnswer): void {
  postMessage(message)
}

function run(task: number, { scenario, policy, backfill }: LabReplay): void {
  if (history === null) return answer({ kind: 'refused', task, refusal: 'history-not-readable' })
  const began = performance.now()
  const asked = scenarioReplay(scenario, policy, history, backfill ?? undefined)
  if (!asked.ok) return answer({ kind: 'refused', task, refusal: 'scenario-not-fitting' })
  const replayed = replay(asked.value.workload, {
    ...asked.value.options,
    onProgress: ({ jobsDone, jobsTotal }) => {
      answer({ kind: 'progress', task, jobsDone, jobsTotal })
      return 'continue'
    },
  })
  if (!replayed.ok) {
    const refusal = replayed.refusal === 'replay-stopped' ? replayed.refusal : 'scenario-not-fitting'
    return answer({ kind: 'refused', task, refusal })
  }
  const { summary, nodes, series } = replayed.value
  answer({ kind: 'outcome', task, outcome: { summary, nodes, series, tookMilliseconds: performance.now() - began } })
}

addEventListener('message', ({ data }: MessageEvent<ReplayRequest>) => {
  if (data.kind === 'replay') return run(data.task, data.asked)
  const read = readWorkloadBytes(new Uint8Array(data.bytes))
  history = read.ok ? read.value : null
})
