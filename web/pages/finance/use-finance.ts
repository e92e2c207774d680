// What the page of finance says, and what can be changed on it; afterwards everything on it is asked anew.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { financeText } from '../../../src/text/finance/text.ts'
import { sentence, type MessageValues } from '../../../src/text/format.ts'
import { financePath } from '../../api/finance-queries.ts'
import { ledgerPath } from '../../api/ledger-queries.ts'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'

export type SayFinance = (key: keyof typeof financeText.en, values?: MessageValues) => string

export function useFinanceText(): SayFinance {
  const { language } = useReader()
  return useCallback((key, values) => sentence(financeText, language, key, values), [language])
}

function useFinanceChange<Input, Answer>(agency: string, asked: (input: Input) => { path: string; body?: unknown }) {
  const { ask, queries } = usePortal()
  const queryClient = useQueryClient()
  const csrfToken = useQuery(queries.session()).data?.csrfToken ?? null
  return useMutation({
    mutationFn: (input: Input) => ask.change<Answer>({ method: 'POST', csrfToken, ...asked(input) }),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['finance', agency] }),
        queryClient.invalidateQueries({ queryKey: ['invoices', agency] }),
      ]),
  })
}

export interface AskedInvoice {
  readonly project: string
  readonly period: string
  readonly currency: string
}

export function useIssueInvoice(agency: string) {
  return useFinanceChange<AskedInvoice, { number: string }>(agency, (body) => ({
    path: `${financePath(agency)}/invoices`,
    body,
  }))
}

export function useCancelInvoice(agency: string) {
  return useFinanceChange<string, { number: string }>(agency, (number) => ({
    path: `${financePath(agency)}/invoices/${number}/cancel`,
  }))
}

export interface WrittenPriceList {
  readonly version: string
  readonly currency: string
  readonly effectiveFrom: string
  readonly prices: Readonly<Record<string, string>>
}

export function usePublishPriceList(agency: string) {
  return useFinanceChange<WrittenPriceList, { version: string }>(agency, (body) => ({
    path: `${financePath(agency)}/price-lists`,
    body,
  }))
}

export function useCloseMonth(agency: string) {
  return useFinanceChange<{ period: string; state: 'soft-closed' | 'closed' }, unknown>(agency, (body) => ({
    path: `${ledgerPath(agency)}/closes`,
    body,
  }))
}

/** What was typed into a form, by the names of its fields. */
export function fieldsOf(form: HTMLFormElement): (name: string) => string {
  const fields = new FormData(form)
  return (name) => {
    const value = fields.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
}
