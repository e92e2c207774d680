// A small world for the portal's tests: two agencies, the policies and the scenario that Weir ships, its real replay, and
// a run in every state. Bodies are those of the API's contract.
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { PROJECT_ROOT } from '../../src/adapters/files/places.ts'
import { replayScenario } from '../../src/adapters/files/replay-scenario.ts'
import { loadScenario, type LoadedScenario } from '../../src/adapters/files/scenario-files.ts'
import type { AgencyBody } from '../../src/contract/agencies.ts'
import type { PolicyBody } from '../../src/contract/policies.ts'
import type { RunBody, RunProgressBody, ScenarioRowBody } from '../../src/contract/runs.ts'
import type { SessionBody } from '../../src/contract/session.ts'
import { computeShares } from '../../src/domain/policy/compute-share.ts'
import { parsePolicy } from '../../src/domain/policy/parse.ts'
import { accountsBody, seriesBody } from '../../src/operations/runs/run-body.ts'
import { readFile } from 'node:fs/promises'
import { workloadBytes } from '../../src/simulator/workload-bytes.ts'
import type { Outcome } from '../../src/simulator/outcome.ts'
import { backfillOf } from '../../src/simulator/scenario.ts'

export const AGENCIES: readonly AgencyBody[] = [
  {
    id: 'hannuri',
    title: {
      en: 'Hannuri National AI Programme Agency',
      vi: 'Cơ quan Chương trình AI Quốc gia Hannuri',
      ko: '한누리 국가 AI 사업단',
    },
    regime: 'kr',
    languages: ['ko', 'en', 'vi'],
    currencies: ['KRW'],
    timeZone: 'Asia/Seoul',
  },
  {
    id: 'songhan',
    title: {
      en: 'Songhan National AI Programme Agency',
      vi: 'Cơ quan Chương trình AI Quốc gia Sông Hàn',
      ko: '송한 국가 AI 사업단',
    },
    regime: 'vn',
    languages: ['vi', 'en', 'ko'],
    currencies: ['VND'],
    timeZone: 'Asia/Ho_Chi_Minh',
  },
]

export const NOBODY: SessionBody = { person: null, csrfToken: null }

export const OFFICER: SessionBody = {
  person: { id: fixedId(1), name: '박서연', agency: 'hannuri', roles: ['programme-officer'] },
  csrfToken: 'csrf-of-the-test',
}

export interface PortalWorld {
  readonly policies: readonly PolicyBody[]
  readonly scenarios: readonly ScenarioRowBody[]
  readonly runs: readonly RunBody[]
  /** Of the only scenario, gzipped. */
  readonly history: Buffer
}

export function fixedId(number: number): string {
  return `0193c000-0000-7000-8000-${String(number).padStart(12, '0')}`
}

/** Replays the shipped scenario once: about two seconds. */
export async function portalWorld(): Promise<PortalWorld> {
  const loaded = await loadScenario(join(PROJECT_ROOT, 'examples/scenarios/philly-50-30-20.yaml'))
  if (!loaded.ok) throw new Error(`the shipped scenario cannot be read: ${JSON.stringify(loaded.refusal)}`)
  const replayed = await replayScenario(loaded.value)
  if (!replayed.ok) throw new Error(`the shipped scenario cannot be replayed: ${JSON.stringify(replayed.refusal)}`)
  const { outcome, workload } = replayed.value
  const inOrder = await replayScenario({ ...loaded.value, backfill: 'fcfs' })
  if (!inOrder.ok) throw new Error(`the shipped scenario cannot be replayed: ${JSON.stringify(inOrder.refusal)}`)
  return {
    policies: [
      policyBody(await policySource('national-50-30-20'), 2),
      policyBody(await policySource('national-by-partition-2026'), 1),
    ],
    scenarios: [scenarioRow(loaded.value)],
    runs: runsOf(loaded.value, outcome, inOrder.value.outcome),
    history: gzipSync(workloadBytes(workload)),
  }
}

async function policySource(name: string): Promise<string> {
  return await readFile(join(PROJECT_ROOT, `examples/policies/${name}.yaml`), 'utf8')
}

function versionRow(number: number): PolicyBody['version'] {
  return {
    id: fixedId(100 + number),
    number,
    sha256: String(number).repeat(64),
    createdAt: `2026-11-2${number}T01:30:00.000Z`,
    createdBy: '박서연',
  }
}

function policyBody(source: string, versions: number): PolicyBody {
  const parsed = parsePolicy(source)
  if (!parsed.ok) throw new Error(`a shipped policy has problems: ${JSON.stringify(parsed.refusal)}`)
  const policy = parsed.value
  const shares = new Map(computeShares(policy).map((share) => [share.id, share]))
  const rows = Array.from({ length: versions }, (_, index) => versionRow(versions - index))
  return {
    agency: policy.agency,
    name: policy.name,
    title: policy.title,
    description: policy.description,
    version: versionRow(versions),
    versions: rows,
    source,
    flavors: policy.pool.flavors.map((flavor) => ({ ...flavor })),
    nodes: policy.tree.map((node) => {
      const { cards, referenceCards, shareOfCards, shareOfCompute } = shares.get(node.id) ?? {
        cards: 0,
        referenceCards: 0,
        shareOfCards: 0,
        shareOfCompute: 0,
      }
      return { ...node, cards, referenceCards, shareOfCards, shareOfCompute }
    }),
  }
}

function scenarioRow({ scenario, scenarioSource, policy }: LoadedScenario): ScenarioRowBody {
  return {
    name: scenario.name,
    source: scenarioSource,
    title: scenario.title,
    description: scenario.description,
    policy: policy.name,
    flavor: scenario.flavor,
    capacity: policy.pool.flavors[0]?.capacity ?? 0,
    backfill: backfillOf(scenario, policy),
    pool: scenario.pool === null ? null : scenario.pool.flavors.map((flavor) => ({ ...flavor })),
    traceNotice: scenario.trace.notice,
  }
}

/** The showcase, then one run in each other state, then enough to fill a second page. */
function runsOf(loaded: LoadedScenario, outcome: Outcome, inOrder: Outcome): readonly RunBody[] {
  const showcase = completedRun(loaded, outcome)
  const inState = (number: number, progress: RunProgressBody): RunBody => ({
    ...showcase,
    id: fixedId(number),
    isShowcase: false,
    progress,
    createdAt: `2026-11-22T0${number % 10}:00:00.000Z`,
    summary: null,
    nodes: [],
    series: null,
    accounts: null,
    classes: null,
    flavors: null,
    trace: null,
  })
  const total = outcome.summary.jobs
  // From before accounts, classes of jobs and their like were recorded.
  const { turnaround: _turnaround, fairness: _fairness, ...summary } = outcome.summary
  const withBadLines: RunBody = {
    ...showcase,
    summary,
    nodes: showcase.nodes.map(({ turnaround: _t, finishTimeFairness: _f, earnedUnitSeconds: _e, ...node }) => node),
    accounts: null,
    classes: null,
    flavors: null,
    id: fixedId(16),
    isShowcase: false,
    createdAt: '2026-11-20T03:00:00.000Z',
    trace: {
      ...outcome.trace,
      badLines: 2,
      badLineSamples: [
        { line: 1_204, reason: 'too-few-columns', text: '2017-10-03 10:00:00,120' },
        { line: 90_001, reason: 'not-a-time', text: '2017-13-03 10:00:00,120,8,960,ee9e8c' },
      ],
    },
  }
  return [
    showcase,
    inState(12, { state: 'running', jobsDone: 30_000, jobsTotal: total, failure: null }),
    inState(13, { state: 'queued', jobsDone: 0, jobsTotal: 0, failure: null }),
    inState(14, {
      state: 'failed',
      jobsDone: 120,
      jobsTotal: total,
      failure: 'trace-unreadable: the file is not there',
    }),
    inState(15, { state: 'cancelled', jobsDone: 41_000, jobsTotal: total, failure: null }),
    withBadLines,
    // The same history in the order of arrival, to be compared with the showcase; and one of another history.
    {
      ...completedRun(loaded, inOrder),
      id: fixedId(20),
      isShowcase: false,
      backfill: 'fcfs',
      createdAt: withBadLines.createdAt,
    },
    { ...withBadLines, id: fixedId(21), trace: { ...outcome.trace, sha256: 'e5'.repeat(32), badLineSamples: [] } },
    ...Array.from({ length: 16 }, (_, index) => ({ ...withBadLines, id: fixedId(22 + index) })),
  ]
}

function completedRun({ scenario, policy }: LoadedScenario, outcome: Outcome): RunBody {
  const titles = new Map(policy.tree.map((node) => [node.id, node.title]))
  const { summary, series, trace } = outcome
  return {
    id: fixedId(11),
    agency: policy.agency,
    scenario: scenario.name,
    title: scenario.title,
    policy: policy.name,
    policyVersion: 2,
    policyVersionId: fixedId(102),
    progress: { state: 'completed', jobsDone: summary.jobs, jobsTotal: summary.jobs, failure: null },
    isShowcase: true,
    createdAt: '2026-11-23T05:10:00.000Z',
    startedAt: '2026-11-23T05:10:01.000Z',
    endedAt: '2026-11-23T05:10:04.000Z',
    createdBy: '박서연',
    summary,
    traceNotice: scenario.trace.notice,
    flavor: scenario.flavor,
    backfill: backfillOf(scenario, policy),
    estimate: scenario.estimate.kind,
    seed: scenario.seed,
    trace: { ...trace, badLineSamples: [...trace.badLineSamples] },
    nodes: outcome.nodes.map((node) => ({ ...node, title: titles.get(node.id) ?? {} })),
    series: seriesBody(series),
    accounts: outcome.accounts === undefined ? null : accountsBody(outcome.accounts),
    classes: outcome.classes === undefined ? null : [...outcome.classes],
    flavors: null,
  }
}
