// What the page of metering reads of the API.
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type {
  QuarantineBody,
  UsageRateBody,
  UsageReconciliationBody,
  UsageSourceBody,
} from '../../src/contract/metering.ts'
import { queryOf } from '../pages/ledger/ledger-search.ts'
import { readMeteringSearch, type MeteringSearch } from '../pages/metering/metering-search.ts'
import type { Ask } from './ask.ts'

export const meteringPath = (agency: string): string => `/api/agencies/${encodeURIComponent(agency)}/metering`

export function createMeteringQueries(ask: Ask) {
  return {
    usageSources: (agency: string) =>
      queryOptions({
        queryKey: ['usage-sources', agency],
        queryFn: () => ask.get<readonly UsageSourceBody[]>(`${meteringPath(agency)}/sources`),
      }),
    usageRates: (agency: string) =>
      queryOptions({
        queryKey: ['usage-rates', agency],
        queryFn: () => ask.get<readonly UsageRateBody[]>(`${meteringPath(agency)}/rates`),
      }),
    usageReconciliations: (agency: string) =>
      queryOptions({
        queryKey: ['usage-reconciliations', agency],
        queryFn: () => ask.get<readonly UsageReconciliationBody[]>(`${meteringPath(agency)}/reconciliations`),
      }),
    usageQuarantine: (agency: string, search: MeteringSearch) => {
      const asked = readMeteringSearch({ ...search })
      return queryOptions({
        queryKey: ['usage-quarantine', agency, asked],
        placeholderData: keepPreviousData,
        queryFn: () => ask.get<QuarantineBody>(`${meteringPath(agency)}/quarantine?${queryOf(asked)}`),
      })
    },
  }
}
