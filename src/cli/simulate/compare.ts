// `weir simulate compare`: two policies over one scenario, or two scenarios, replayed and told side by side.
import { readForReplay, replayHistory, type ReplayedScenario } from '../../adapters/files/replay-scenario.ts'
import type { TraceFile } from '../../adapters/files/trace-file.ts'
import { comparedSides, type ComparedSides, type SeededComparison } from '../../charts/comparison-figures.ts'
import { runFigures } from '../../charts/run-figures.ts'
import type { Language } from '../../domain/kernel/language.ts'
import type { Result } from '../../domain/kernel/result.ts'
import { comparisonCsv } from '../../report/comparison-csv.ts'
import type { ReportedSide } from '../../report/comparison-report.ts'
import { compareJobs } from '../../simulator/compare-jobs.ts'
import { compareOverSeeds } from '../../simulator/compare-seeds.ts'
import { compare } from '../../simulator/compare.ts'
import { blockOf, redrawn } from '../../simulator/redraw.ts'
import { backfillOf } from '../../simulator/scenario.ts'
import { comparisonText } from '../comparison-tables.ts'
import { progressBar, type ProgressBar } from '../progress.ts'
import { CommandRefusal } from '../refusal.ts'
import { compareRequestOf, type CompareOptions, type CompareRequest } from './compare-options.ts'
import { loadSides, type ComparedSide } from './compare-sides.ts'
import { printJson, say, tellReading, writeResult } from './output.ts'
import { refusalSentence } from './scenario.ts'

export async function simulateComparison(
  paths: readonly [string, string],
  options: CompareOptions,
  language: Language,
): Promise<void> {
  const request = compareRequestOf(options, language)
  const sides = await loadSides(paths, request, language)
  const work = new ComparedReplays(sides, request, language)
  const compared = await work.compared()
  const readings = new Map(work.histories.map(({ reading }) => [JSON.stringify(reading), reading]))
  for (const reading of readings.values()) tellReading(reading, 0, language)
  const told = { sides, compared, language }
  if (request.report !== null) {
    const { renderComparisonReport } = await import('../../report/comparison-report.ts')
    const reported = (at: 0 | 1): ReportedSide => ({
      ...sides[at],
      scenario: backfilled(sides[at].scenario, request),
      historySha256: work.histories[at]?.reading.sha256 ?? '',
    })
    const html = renderComparisonReport({ ...told, sides: [reported(0), reported(1)] })
    await writeResult(request.report, html, language, 'report-written')
  }
  switch (request.form) {
    case 'json':
      return printJson(jsonOf(sides, compared, request))
    case 'csv': {
      process.stdout.write(comparisonCsv(compared.comparison, compared.jobs, compared.second.unit))
      return
    }
    case 'tables':
      process.stdout.write(comparisonText(told))
  }
}

type Pair<T> = readonly [T, T]

/** Everything that is replayed, under one bar of progress. */
class ComparedReplays {
  readonly #sides: Pair<ComparedSide>
  readonly #request: CompareRequest
  readonly #language: Language
  readonly #bar: ProgressBar
  #jobsBefore = 0
  #jobsTotal = 0
  histories: readonly TraceFile[] = []

  constructor(sides: Pair<ComparedSide>, request: CompareRequest, language: Language) {
    this.#sides = sides
    this.#request = request
    this.#language = language
    this.#bar = progressBar(process.stderr, language)
  }

  async compared(): Promise<ComparedSides> {
    const { seeds } = this.#request
    const histories = [await this.#read(0), await this.#read(1)] as const
    const [first, second] = histories
    this.histories = histories
    this.#jobsTotal = (first.workload.ids.length + second.workload.ids.length) * (1 + seeds)
    const replayed = [this.#replay(0, first), this.#replay(1, second)] as const
    const figures = (at: 0 | 1) => {
      const { outcome } = replayed[at]
      return { ...runFigures(outcome, this.#sides[at].policy, this.#language), trace: outcome.trace }
    }
    const jobs = compareJobs(replayed[0], replayed[1], replayed[1].outcome.nodes)
    const seeded = seeds === 0 ? null : this.#overSeeds(histories, jobs !== null)
    this.#bar.end()
    return comparedSides(figures(0), figures(1), { jobs, seeded })
  }

  /** Both sides get the same drawn histories: the seeds that follow the scenario's own. */
  #overSeeds(histories: Pair<TraceFile>, areSameJobs: boolean): SeededComparison {
    const { seeds: count } = this.#request
    if (!areSameJobs) throw this.#refusal('compare-seeds-same')
    const { seed } = this.#sides[0].scenario
    const comparisons = Array.from({ length: count }, (_, index) => {
      const drawnAnew = (at: 0 | 1) => {
        const drawn = redrawn(histories[at].workload, seed + 1 + index)
        if (!drawn.ok) throw this.#refusal(drawn.refusal)
        return this.#replay(at, { ...histories[at], workload: drawn.value }).outcome
      }
      return compare(drawnAnew(0), drawnAnew(1))
    })
    return { rows: compareOverSeeds(comparisons), count, block: blockOf(histories[0].workload) }
  }

  async #read(at: 0 | 1): Promise<TraceFile> {
    this.#bar.update(0, 0)
    return this.#orRefuse(at, await readForReplay(this.#sides[at]))
  }

  #replay(at: 0 | 1, history: TraceFile): ReplayedScenario {
    const { scenario, policy } = this.#sides[at]
    const backfill = this.#request.discipline ?? backfillOf(scenario, policy)
    const before = this.#jobsBefore
    const onProgress = ({ jobsDone }: { readonly jobsDone: number }) => {
      this.#bar.update(before + jobsDone, this.#jobsTotal)
      return 'continue' as const
    }
    const replayed = this.#orRefuse(at, replayHistory({ scenario, policy, backfill, onProgress }, history))
    this.#jobsBefore += history.workload.ids.length
    return replayed
  }

  #orRefuse<T>(at: 0 | 1, result: Result<T, Parameters<typeof refusalSentence>[0]>): T {
    if (result.ok) return result.value
    this.#bar.end()
    const sentence = refusalSentence(result.refusal, this.#language)
    throw new CommandRefusal(say(this.#language, 'compare-of-side', { side: at === 0 ? 'A' : 'B', sentence }))
  }

  #refusal(key: 'compare-seeds-same' | 'history-too-short'): CommandRefusal {
    this.#bar.end()
    return new CommandRefusal(say(this.#language, key))
  }
}

function backfilled<T extends ComparedSide['scenario']>(scenario: T, { discipline }: CompareRequest): T {
  return discipline === null ? scenario : { ...scenario, backfill: discipline }
}

function jsonOf(sides: Pair<ComparedSide>, { comparison, jobs, seeded }: ComparedSides, request: CompareRequest) {
  const side = ({ scenario, policy, policySha256 }: ComparedSide) => ({
    scenario: scenario.name,
    agency: policy.agency,
    policy: policy.name,
    policySha256,
    backfill: backfillOf(backfilled(scenario, request), policy),
  })
  return { a: side(sides[0]), b: side(sides[1]), ...comparison, jobs, seeds: seeded }
}
