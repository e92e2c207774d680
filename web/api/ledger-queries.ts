// What the pages of the ledger read of the API.
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { BurnDownBody } from '../../src/contract/burn-down.ts'
import type { LedgerAccountsBody, LedgerEntryBody, StatementBody } from '../../src/contract/ledger.ts'
import {
  queryOf,
  readAccountsSearch,
  readBurnDownSearch,
  readStatementSearch,
  type AccountsSearch,
  type BurnDownSearch,
  type StatementSearch,
} from '../pages/ledger/ledger-search.ts'
import type { ReductionBody } from '../../src/contract/reductions.ts'
import type { Ask } from './ask.ts'

export const ledgerPath = (agency: string): string => `/api/agencies/${encodeURIComponent(agency)}/ledger`

// The router passes on what an address says beside what its route understands: it is read again here.

/** What is asked for; how its figures are shown is no question to the API. */
function apart<T extends { readonly exact?: number }>(search: T): Omit<T, 'exact'> {
  const { exact, ...asked } = search
  return exact === undefined ? search : asked
}

export function createLedgerQueries(ask: Ask) {
  return {
    ledgerAccounts: (agency: string, search: AccountsSearch) => {
      const asked = apart(readAccountsSearch({ ...search }))
      return queryOptions({
        queryKey: ['ledger-accounts', agency, asked],
        placeholderData: keepPreviousData,
        queryFn: () => ask.get<LedgerAccountsBody>(`${ledgerPath(agency)}/accounts?${queryOf(asked)}`),
      })
    },
    ledgerStatement: (agency: string, search: StatementSearch) => {
      const asked = apart(readStatementSearch({ ...search }))
      return queryOptions({
        queryKey: ['ledger-statement', agency, asked],
        placeholderData: keepPreviousData,
        queryFn: () => ask.get<StatementBody>(`${ledgerPath(agency)}/statement?${queryOf(asked)}`),
      })
    },
    reductions: (agency: string) =>
      queryOptions({
        queryKey: ['ledger-reductions', agency],
        queryFn: () => ask.get<readonly ReductionBody[]>(`${ledgerPath(agency)}/reductions`),
      }),
    ledgerEntry: (agency: string, id: string) =>
      queryOptions({
        queryKey: ['ledger-entry', agency, id],
        queryFn: () => ask.get<LedgerEntryBody>(`${ledgerPath(agency)}/entries/${encodeURIComponent(id)}`),
      }),
    burnDown: (agency: string, project: string, search: BurnDownSearch) => {
      const { unit, until } = readBurnDownSearch({ ...search })
      return queryOptions({
        queryKey: ['burn-down', agency, project, unit, until],
        queryFn: () => {
          const end = until === undefined ? {} : { until: `${until}T23:59:59Z` }
          const query = queryOf({ unit, ...end })
          const place = `${ledgerPath(agency)}/projects/${encodeURIComponent(project)}/burn-down`
          return ask.get<BurnDownBody>(`${place}?${query}`)
        },
      })
    },
  }
}
