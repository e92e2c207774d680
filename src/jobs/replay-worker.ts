// The thread in which a replay runs. It knows no database: text comes in, progress and the outcome go out.
import { relative } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PROJECT_ROOT } from '../adapters/files/places.ts'
import { replayScenario, type ReplayScenarioRefusal } from '../adapters/files/replay-scenario.ts'
import { policyUnder } from '../adapters/files/scenario-files.ts'
import { assert } from '../domain/kernel/assert.ts'
import type { BackfillMode } from '../domain/policy/pool-rules.ts'
import type { Outcome } from '../simulator/outcome.ts'
import { parseScenario } from '../simulator/scenario-file.ts'
import { sentence } from '../text/format.ts'
import { simulateText } from '../text/simulate/text.ts'

export interface ReplayAssignment {
  readonly scenarioSource: string
  readonly scenarioPath: string
  readonly policySource: string
  readonly askedCapacity: number | null
  readonly backfill: BackfillMode
}

export type ReplayMessage =
  | { readonly kind: 'progress'; readonly jobsDone: number; readonly jobsTotal: number }
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  /** It cannot be replayed: the refusal's name and its sentence in English. */
  | { readonly kind: 'refused'; readonly failure: string }

const PROGRESS_MILLISECONDS = 200

async function replay(assignment: ReplayAssignment, send: (message: ReplayMessage) => void): Promise<void> {
  const scenario = parseScenario(assignment.scenarioSource)
  if (!scenario.ok) {
    send({ kind: 'refused', failure: 'scenario-has-problems: The scenario can no longer be read.' })
    return
  }
  const policy = policyUnder(scenario.value, assignment.policySource, assignment.askedCapacity ?? undefined)
  if (!policy.ok) {
    send({ kind: 'refused', failure: 'policy-has-problems: The policy does not fit the pool of this run.' })
    return
  }
  let sentAt = 0
  const replayed = await replayScenario({
    scenario: scenario.value,
    scenarioPath: assignment.scenarioPath,
    policy: policy.value,
    backfill: assignment.backfill,
    onProgress: ({ jobsDone, jobsTotal }) => {
      const now = performance.now()
      if (now - sentAt >= PROGRESS_MILLISECONDS) {
        sentAt = now
        send({ kind: 'progress', jobsDone, jobsTotal })
      }
      return 'continue'
    },
  })
  if (replayed.ok) send({ kind: 'outcome', outcome: replayed.value.outcome })
  else send({ kind: 'refused', failure: failureOf(replayed.refusal) })
}

/** Where files lie on this machine is nobody's business. */
function failureOf(refusal: ReplayScenarioRefusal): string {
  const say = (values: Readonly<Record<string, string | number>>): string =>
    `${refusal.code}: ${sentence(simulateText, 'en', refusal.code, values)}`
  switch (refusal.code) {
    case 'flavor-not-in-pool':
      return say({ flavor: refusal.flavor, known: refusal.known.join(', ') })
    case 'project-not-in-tree':
      return say({ projects: refusal.projects.join(', ') })
    case 'replay-stopped':
    case 'history-without-date':
      return say({})
    case 'node-not-in-tree':
    case 'level-not-in-flavor':
    case 'time-ends-early':
    case 'window-over-capacity':
    case 'award-too-large':
      return say({ ...refusal })
    case 'trace-not-found':
    case 'trace-broken':
    case 'trace-empty':
      return say({
        path: relative(PROJECT_ROOT, refusal.path),
        detail: refusal.detail.replaceAll(PROJECT_ROOT, ''),
      })
  }
}

const port = parentPort
assert(port !== null, 'a replay runs in a thread of its own')
await replay(workerData as ReplayAssignment, (message) => port.postMessage(message))
