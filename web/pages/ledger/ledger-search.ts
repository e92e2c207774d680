// What the addresses of the ledger's pages carry. What is not understood is left out, and a default is not written.
import { isAccountCode } from '../../../src/domain/ledger/account.ts'
import { isPeriod } from '../../../src/domain/ledger/period.ts'
import { isTransferKind, type TransferKind } from '../../../src/domain/ledger/transfer.ts'
import { isUnit } from '../../../src/domain/ledger/unit.ts'

export const ACCOUNT_SORTS = ['account', 'unit', 'balance', 'held'] as const
export type AccountSort = (typeof ACCOUNT_SORTS)[number]
export type SortDirection = 'ascending' | 'descending'

export const BUDGET_UNIT = 'milli-reference-unit-second'

export interface AccountsSearch {
  readonly page?: number
  readonly sort?: AccountSort
  readonly direction?: SortDirection
  readonly search?: string
  readonly unit?: string
  /** 1: whole numbers of the ledger's own units. */
  readonly exact?: number
}

export function readAccountsSearch(given: Readonly<Record<string, unknown>>): AccountsSearch {
  const sort = ACCOUNT_SORTS.find((known) => known === given['sort'])
  const words = textOf(given['search']).trim().slice(0, 200)
  return {
    ...pageOf(given),
    ...(sort === undefined || sort === 'account' ? {} : { sort }),
    ...(given['direction'] === 'descending' ? { direction: 'descending' } : {}),
    ...(words === '' ? {} : { search: words }),
    ...(isUnit(textOf(given['unit'])) ? { unit: textOf(given['unit']) } : {}),
    ...exactOf(given),
  }
}

export interface StatementSearch {
  readonly account?: string
  readonly unit?: string
  readonly page?: number
  readonly direction?: SortDirection
  readonly kind?: TransferKind
  readonly period?: string
  readonly exact?: number
}

export function readStatementSearch(given: Readonly<Record<string, unknown>>): StatementSearch {
  const [account, unit, kind, period] = ['account', 'unit', 'kind', 'period'].map((name) => textOf(given[name]))
  return {
    ...(account !== undefined && isAccountCode(account) ? { account } : {}),
    ...(unit !== undefined && isUnit(unit) ? { unit } : {}),
    ...pageOf(given),
    ...(given['direction'] === 'ascending' ? { direction: 'ascending' } : {}),
    ...(kind !== undefined && isTransferKind(kind) ? { kind } : {}),
    ...(period !== undefined && isPeriod(period) ? { period } : {}),
    ...exactOf(given),
  }
}

export interface BurnDownSearch {
  readonly unit?: string
  /** Last day of the award. */
  readonly until?: string
}

export function readBurnDownSearch(given: Readonly<Record<string, unknown>>): BurnDownSearch {
  const [unit, until] = [textOf(given['unit']), textOf(given['until'])]
  return {
    ...(isUnit(unit) && unit !== BUDGET_UNIT ? { unit } : {}),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(until) && !Number.isNaN(Date.parse(until)) ? { until } : {}),
  }
}

/** The query of an address, without what is not said. */
export function queryOf(search: object): string {
  const said = Object.entries(search).filter((entry) => entry[1] !== undefined)
  return new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString()
}

function pageOf(given: Readonly<Record<string, unknown>>): { readonly page?: number } {
  const page = Number(given['page'])
  return Number.isInteger(page) && page > 1 && page <= 1_000_000 ? { page } : {}
}

function exactOf(given: Readonly<Record<string, unknown>>): { readonly exact?: number } {
  return String(given['exact']) === '1' ? { exact: 1 } : {}
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
