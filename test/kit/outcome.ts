// A small valid outcome, made by the real simulator from an invented history; a test names only what it is about.
import type { Policy, ShareNode } from '../../src/domain/policy/policy.ts'
import { DEFAULT_POOL_RULES } from '../../src/domain/policy/pool-rules.ts'
import type { Outcome } from '../../src/simulator/outcome.ts'
import { replay } from '../../src/simulator/replay.ts'
import { USUAL_DETAILS } from '../../src/simulator/trace/trace-layout.ts'
import type { Scenario } from '../../src/simulator/scenario.ts'
import { workloadOf, type TraceJob } from '../../src/simulator/workload.ts'
import { seededRandom } from './share-trees.ts'

export const OUTCOME_CAPACITY = 100
const DAYS = 40
const JOBS = 3_000

export function policyExample(changes: Partial<Policy> = {}): Policy {
  const h200 = { name: 'h200', unit: 'gpu', quantum: 1, capacity: OUTCOME_CAPACITY, price: ratio(1, 1) } as const
  return {
    agency: 'hannuri',
    name: 'national-50-30-20',
    title: { en: 'National programme 50/30/20', vi: 'Chương trình quốc gia 50/30/20', ko: '국가 사업 50/30/20' },
    description: {},
    pool: { flavors: [h200] },
    rules: DEFAULT_POOL_RULES,
    tree: [
      sharer('national', null, 50, { en: 'National projects', vi: 'Dự án quốc gia', ko: '국가 AI 프로젝트' }),
      sharer('enterprise', null, 30, { en: 'Enterprises', vi: 'Doanh nghiệp', ko: '산업계' }),
      sharer('academia', null, 20, { en: 'Universities and institutes', vi: 'Viện, trường', ko: '학계·연구계' }),
      sharer('foundation', 'national', 40, { en: 'Foundation models', vi: 'Mô hình nền', ko: '파운데이션 모델' }),
      sharer('ministries', 'national', 10, { en: 'Ministries', vi: 'Các bộ', ko: '부처 과제' }),
      sharer('startups', 'enterprise', 20, { en: 'Start-ups', vi: 'Khởi nghiệp', ko: '스타트업' }),
      sharer('industry', 'enterprise', 10, { en: 'Industry', vi: 'Công nghiệp', ko: '중견·대기업' }),
      sharer('universities', 'academia', 20, { en: 'Universities', vi: 'Trường đại học', ko: '대학' }),
    ],
    ...changes,
  }
}

function ratio(numerator: number, denominator: number) {
  return { numerator, denominator }
}

function sharer(id: string, parent: string | null, guarantee: number, title: ShareNode['title']): ShareNode {
  const kind = parent === null ? 'sector' : 'project'
  const unlimited = { limit: {}, borrowingLimit: {}, lendingLimit: {} }
  return { id, parent, kind, title, guarantee: { h200: guarantee }, weight: 1, tier: 0, ...unlimited }
}

export function scenarioExample(changes: Partial<Scenario> = {}): Scenario {
  return {
    name: 'invented-50-30-20',
    title: { en: 'An invented history', vi: 'Một lịch sử giả định', ko: '가상의 작업 이력' },
    description: {
      en: 'Forty days of invented jobs.',
      vi: 'Bốn mươi ngày tác vụ giả định.',
      ko: '40일간의 가상 작업.',
    },
    policyPath: '../policies/national-50-30-20.yaml',
    trace: {
      path: '../traces/invented.csv',
      format: 'philly-csv',
      details: USUAL_DETAILS,
      notice: { en: 'Invented for tests.', vi: 'Được tạo ra để kiểm thử.', ko: '시험용으로 만든 이력입니다.' },
    },
    pool: null,
    flavor: 'h200',
    map: { by: 'cluster', projects: { a: 'foundation' }, default: 'universities' },
    estimate: { kind: 'actual' },
    backfill: 'easy',
    terms: null,
    awards: [],
    reservations: [],
    capacityChanges: [],
    filter: 'none',
    seed: 1,
    ...changes,
  }
}

/** Replayed once; each call gives a copy with the changes. */
export function outcomeExample(changes: Partial<Outcome> = {}): Outcome {
  example ??= replayedExample()
  return { ...example, ...changes }
}

let example: Outcome | null = null

function replayedExample(): Outcome {
  return replayedUnder(policyExample()).outcome
}

/** The same jobs under another policy of the same projects. */
export function replayedUnder(policy: Policy, discipline: 'easy' | 'fcfs' = 'easy') {
  const workload = workloadOf(
    inventedJobs(),
    { zero: 0, epoch: Date.UTC(2017, 7, 7) / 1000, capacity: null },
    (job) => job.run,
  )
  const tree = { nodes: policy.tree, flavor: 'h200' }
  const replayed = replay(workload, { capacity: OUTCOME_CAPACITY, discipline, tree })
  if (!replayed.ok) throw new Error(`the example was refused: ${replayed.refusal}`)
  const { starts, ...outcome } = replayed.value
  const badLineSamples = [
    { line: 17, reason: 'not-a-number', text: '2017-08-07 09:00:00,many,8,1,6214e9' },
    { line: 230, reason: 'too-few-columns', text: '' },
  ] as const
  const trace = { sha256: 'a1'.repeat(32), lines: JOBS + 3, jobs: JOBS, filteredJobs: 0, badLines: 2, badLineSamples }
  return { outcome: { ...outcome, trace } as Outcome, workload, starts }
}

/** Enterprises ask for more than they own, national projects by day, universities in bursts. */
function inventedJobs(): TraceJob[] {
  const random = seededRandom(7)
  const projects = [
    'foundation',
    'foundation',
    'ministries',
    'startups',
    'startups',
    'startups',
    'industry',
    'universities',
  ]
  const jobs: TraceJob[] = []
  for (let id = 0; id < JOBS; id += 1) {
    const submit = Math.floor(((id + random()) * DAYS * 86_400) / JOBS)
    const project = projects[Math.floor(random() * projects.length)] ?? 'universities'
    const run = Math.floor(60 + random() ** 3 * 40 * 3_600)
    const units = 2 ** Math.floor(random() * (project === 'foundation' ? 5 : 4))
    jobs.push({ id, submit, run, requested: run, units, project })
  }
  return jobs
}
