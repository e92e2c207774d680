// What the page of finance reads of the API.
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { FinanceBody, InvoiceBody, InvoicesBody } from '../../src/contract/finance.ts'
import type { Ask } from './ask.ts'

export const financePath = (agency: string): string => `/api/agencies/${encodeURIComponent(agency)}/finance`

export interface FinanceSearch {
  readonly page?: number
}

export function readFinanceSearch(given: Readonly<Record<string, unknown>>): FinanceSearch {
  const page = Number(given['page'])
  return Number.isInteger(page) && page > 1 && page <= 1_000_000 ? { page } : {}
}

export function createFinanceQueries(ask: Ask) {
  return {
    finance: (agency: string) =>
      queryOptions({
        queryKey: ['finance', agency],
        queryFn: () => ask.get<FinanceBody>(financePath(agency)),
      }),
    invoices: (agency: string, search: FinanceSearch) => {
      const { page = 1 } = readFinanceSearch({ ...search })
      return queryOptions({
        queryKey: ['invoices', agency, page],
        placeholderData: keepPreviousData,
        queryFn: () => ask.get<InvoicesBody>(`${financePath(agency)}/invoices?page=${page}`),
      })
    },
    invoicePreview: (agency: string, asked: Readonly<Record<'project' | 'period' | 'currency', string>>) =>
      queryOptions({
        queryKey: ['invoice-preview', agency, asked],
        retry: false,
        queryFn: () => ask.get<InvoiceBody>(`${financePath(agency)}/preview?${new URLSearchParams(asked).toString()}`),
      }),
  }
}
