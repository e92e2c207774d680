// `weir simulate --scenario`: the policy file, the history and the map, replayed; a report; the run stored.
import { createHash } from 'node:crypto'
import { loadScenario, type LoadedScenario } from '../../adapters/files/scenario-files.ts'
import {
  replayScenario,
  type ReplayedScenario,
  type ReplayScenarioRefusal,
} from '../../adapters/files/replay-scenario.ts'
import type { Language } from '../../domain/kernel/language.ts'
import type { BackfillMode } from '../../domain/policy/pool-rules.ts'
import { renderReport } from '../../report/report.ts'
import { scheduleCsv } from '../../simulator/schedule.ts'
import { backfillOf } from '../../simulator/scenario.ts'
import { problemLine } from '../policy.ts'
import { progressBar } from '../progress.ts'
import { CommandRefusal } from '../refusal.ts'
import { outcomeTables } from '../tables.ts'
import { BadLines, fileSentence, printJson, say, tellReading, unreadableSentence, writeResult } from './output.ts'
import type { SimulateRequest } from './options.ts'

export async function simulateScenario(
  request: Extract<SimulateRequest, { kind: 'scenario' }>,
  language: Language,
): Promise<void> {
  const loaded = await loadOrRefuse(request.path, language)
  const startedAt = new Date()
  const backfill = request.discipline ?? backfillOf(loaded.scenario, loaded.policy)
  const badLines = new BadLines(request.outputs.badLines, language)
  const replayed = await replayLoaded({ ...loaded, backfill }, badLines, language)
  const endedAt = new Date()
  const { outcome } = replayed
  tellReading(outcome.trace, outcome.summary.impossibleJobs, language)
  const { schedule, report } = request.outputs
  if (schedule !== null) {
    await writeResult(schedule, scheduleCsv(replayed.workload, replayed.starts), language, 'schedule-written')
  }
  const scenario = { ...loaded.scenario, backfill }
  if (report !== null) {
    const policySha256 = createHash('sha256').update(loaded.policySource).digest('hex')
    const html = renderReport({ scenario, policy: loaded.policy, outcome, language, policySha256 })
    await writeResult(report, html, language, 'report-written')
  }
  if (request.isStored) await store({ ...loaded, scenario }, replayed, { startedAt, endedAt }, language)
  if (request.outputs.asJson) {
    const { summary, nodes, accounts, classes, trace } = outcome
    printJson({
      ...summary,
      scenario: scenario.name,
      agency: loaded.policy.agency,
      policy: loaded.policy.name,
      nodes,
      accounts,
      classes,
      trace,
    })
  } else process.stdout.write(outcomeTables(outcome, loaded.policy, language))
}

/** `otherPolicy`: path of a policy file that takes the place of the scenario's. */
export async function loadOrRefuse(path: string, language: Language, otherPolicy?: string): Promise<LoadedScenario> {
  const loaded = await loadScenario(path, otherPolicy)
  if (loaded.ok) return loaded.value
  const { refusal } = loaded
  if (refusal.code === 'file-unreadable') throw new CommandRefusal(fileSentence(refusal, language))
  const lines = refusal.problems.map((problem) => problemLine(refusal.path, problem, language))
  throw new CommandRefusal(
    [
      say(language, refusal.code, { path: refusal.path, count: refusal.problems.length, scenario: path }),
      ...lines,
    ].join('\n'),
  )
}

async function replayLoaded(
  loaded: LoadedScenario & { readonly backfill: BackfillMode },
  badLines: BadLines,
  language: Language,
): Promise<ReplayedScenario> {
  const bar = progressBar(process.stderr, language)
  const replayed = await replayScenario({
    scenario: loaded.scenario,
    scenarioPath: loaded.scenarioPath,
    policy: loaded.policy,
    backfill: loaded.backfill,
    onBadLine: badLines.onBadLine,
    onProgress: ({ jobsDone, jobsTotal }) => {
      bar.update(jobsDone, jobsTotal)
      return 'continue'
    },
  })
  bar.end()
  await badLines.write(language)
  if (!replayed.ok) throw new CommandRefusal(refusalSentence(replayed.refusal, language))
  return replayed.value
}

export function refusalSentence(refusal: ReplayScenarioRefusal, language: Language): string {
  switch (refusal.code) {
    case 'flavor-not-in-pool':
      return say(language, refusal.code, { flavor: refusal.flavor, known: refusal.known.join(', ') })
    case 'project-not-in-tree':
      return say(language, refusal.code, { projects: refusal.projects.join(', ') })
    case 'replay-stopped':
      return say(language, refusal.code)
    case 'trace-not-found':
    case 'trace-broken':
    case 'trace-empty':
      return unreadableSentence(refusal, language)
    default:
      return say(language, refusal.code, { ...refusal })
  }
}

/** The result is on the screen and in its files whatever the database says, so a failure here is told, not thrown. */
async function store(
  loaded: LoadedScenario,
  replayed: ReplayedScenario,
  times: { readonly startedAt: Date; readonly endedAt: Date },
  language: Language,
): Promise<void> {
  const { storeRunFromCommand } = await import('../runs.ts')
  const run = {
    scenario: loaded.scenario,
    scenarioSource: loaded.scenarioSource,
    policySource: loaded.policySource,
    outcome: replayed.outcome,
    ...times,
  }
  const stored = await storeRunFromCommand(run, language)
  if (stored.ok) process.stderr.write(`${say(language, 'stored', { id: stored.value })}\n`)
  else {
    process.stderr.write(`weir: ${say(language, 'not-stored', { detail: stored.refusal })}\n`)
    process.exitCode = 1
  }
}
