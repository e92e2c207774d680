// Everything that the portal reads of the API, each with its key; pages and loaders ask by these and by nothing else.
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { AgencyBody } from '../../src/contract/agencies.ts'
import type { PolicyBody, PolicyRowBody } from '../../src/contract/policies.ts'
import type { PolicyDraftBody, PolicyDraftRowBody } from '../../src/contract/policy-drafts.ts'
import type { RunBody, RunListBody, RunState, ScenarioRowBody } from '../../src/contract/runs.ts'
import type { SessionBody } from '../../src/contract/session.ts'
import { ApiRefusal, type Ask } from './ask.ts'
import { createFinanceQueries } from './finance-queries.ts'
import { createLedgerQueries } from './ledger-queries.ts'
import { createMeteringQueries } from './metering-queries.ts'

export const RUN_SORTS = ['created-at', 'scenario', 'state'] as const
export type RunSort = (typeof RUN_SORTS)[number]

/** What the list is asked for, every choice made. */
export interface RunListChoice {
  readonly page: number
  readonly sort: RunSort
  readonly direction: 'ascending' | 'descending'
  readonly search?: string | undefined
  readonly state?: RunState | undefined
}

const agencyPath = (agency: string): string => `/api/agencies/${encodeURIComponent(agency)}`
export const runsPath = (agency: string): string => `${agencyPath(agency)}/runs`
export const runPath = (agency: string, id: string): string => `${runsPath(agency)}/${encodeURIComponent(id)}`

export const scenarioHistoryPath = (agency: string, scenario: string): string =>
  `${agencyPath(agency)}/scenarios/${encodeURIComponent(scenario)}/history`

export const policyDraftsPath = (agency: string): string => `${agencyPath(agency)}/policy-drafts`
export const policyDraftPath = (agency: string, id: string): string =>
  `${policyDraftsPath(agency)}/${encodeURIComponent(id)}`

/** The home page tells of sectors only; the other nodes would be most of its weight. */
function withSectorsOnly(run: RunBody): RunBody {
  const nodes = run.nodes.filter((node) => node.parent === null)
  const sectors = new Set(nodes.map((node) => node.id))
  if (run.series === null) return { ...run, nodes }
  return { ...run, nodes, series: { ...run.series, nodes: run.series.nodes.filter((node) => sectors.has(node.id)) } }
}

/** What the API does not find, or cannot read as an id. */
export function isMissing({ problem }: ApiRefusal): boolean {
  return problem.status === 404 || problem.refusal === 'input-invalid'
}

/** What a comparison tells has no course over time. */
function withoutSeries(run: RunBody): RunBody {
  const { series } = run
  const none = { inUse: [], queueLength: [], queuedUnits: [], nodes: [] }
  return {
    ...run,
    accounts: null,
    series: series === null ? null : { ...series, fragmentation: undefined, steps: 0, ...none },
  }
}

export function createQueries(ask: Ask) {
  return {
    ...createLedgerQueries(ask),
    ...createMeteringQueries(ask),
    ...createFinanceQueries(ask),
    session: () => queryOptions({ queryKey: ['session'], queryFn: () => ask.get<SessionBody>('/api/session') }),
    agencies: () =>
      queryOptions({ queryKey: ['agencies'], queryFn: () => ask.get<readonly AgencyBody[]>('/api/agencies') }),
    policies: (agency: string) =>
      queryOptions({
        queryKey: ['policies', agency],
        queryFn: () => ask.get<readonly PolicyRowBody[]>(`${agencyPath(agency)}/policies`),
      }),
    policy: (agency: string, name: string, version: number | undefined) =>
      queryOptions({
        queryKey: ['policy', agency, name, version ?? 'newest'],
        queryFn: () => {
          const query = version === undefined ? '' : `?version=${version}`
          return ask.get<PolicyBody>(`${agencyPath(agency)}/policies/${encodeURIComponent(name)}${query}`)
        },
      }),
    policyDrafts: (agency: string) =>
      queryOptions({
        queryKey: ['policy-drafts', agency],
        queryFn: () => ask.get<readonly PolicyDraftRowBody[]>(policyDraftsPath(agency)),
      }),
    policyDraft: (agency: string, id: string) =>
      queryOptions({
        queryKey: ['policy-drafts', agency, id],
        queryFn: () => ask.get<PolicyDraftBody>(policyDraftPath(agency, id)),
      }),
    scenarios: (agency: string) =>
      queryOptions({
        queryKey: ['scenarios', agency],
        queryFn: () => ask.get<readonly ScenarioRowBody[]>(`${agencyPath(agency)}/scenarios`),
      }),
    runs: (agency: string, choice: RunListChoice) =>
      queryOptions({
        queryKey: ['runs', agency, choice],
        placeholderData: keepPreviousData,
        queryFn: () => {
          const query = new URLSearchParams({
            page: String(choice.page),
            sort: choice.sort,
            direction: choice.direction,
            ...(choice.search === undefined ? {} : { search: choice.search }),
            ...(choice.state === undefined ? {} : { state: choice.state }),
          })
          return ask.get<RunListBody>(`${runsPath(agency)}?${query.toString()}`)
        },
      }),
    run: (agency: string, id: string) =>
      queryOptions({ queryKey: ['run', agency, id], queryFn: () => ask.get<RunBody>(runPath(agency, id)) }),
    /** null: there is no such run. */
    comparedRun: (agency: string, id: string) =>
      queryOptions({
        queryKey: ['compared-run', agency, id],
        queryFn: async () => {
          try {
            return withoutSeries(await ask.get<RunBody>(runPath(agency, id)))
          } catch (error) {
            if (error instanceof ApiRefusal && isMissing(error)) return null
            throw error
          }
        },
      }),
    /** null: there is none yet. */
    showcase: (agency: string) =>
      queryOptions({
        queryKey: ['showcase', agency],
        queryFn: async () => {
          try {
            return withSectorsOnly(await ask.get<RunBody>(`${agencyPath(agency)}/showcase`))
          } catch (error) {
            if (error instanceof ApiRefusal && error.problem.refusal === 'showcase-not-ready') return null
            throw error
          }
        },
      }),
  }
}

export type Queries = ReturnType<typeof createQueries>
