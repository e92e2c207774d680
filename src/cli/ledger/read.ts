// `weir ledger accounts`, `statement` and `transfers`: balances, the entries of an account, one entry with what belongs to it.
import type { z } from 'zod'
import type { LedgerEntryBody } from '../../contract/ledger.ts'
import type { Language } from '../../domain/kernel/language.ts'
import { getAccountStatement } from '../../operations/ledger/get-account-statement.ts'
import { getLedgerEntry } from '../../operations/ledger/get-ledger-entry.ts'
import { listLedgerAccounts } from '../../operations/ledger/list-ledger-accounts.ts'
import { perform, type Call, type Operation } from '../../operations/operation.ts'
import type { World } from '../../operations/world.ts'
import { accountsCsv, statementCsv } from '../../report/ledger-csv.ts'
import { LOCALES, sentence } from '../../text/format.ts'
import { fieldProblems } from '../../text/refusals/field-problems.ts'
import { ledgerText } from '../../text/ledger/text.ts'
import { agenciesOf } from '../agencies.ts'
import { refusalFor } from '../operation-refusal.ts'
import { CommandRefusal } from '../refusal.ts'
import { asLocalOfficer } from '../runs/local-officer.ts'
import { settingsOf } from '../settings.ts'
import { terminalOf, textTable } from '../text-table.ts'
import { withWorld } from '../with-world.ts'

export interface LedgerOptions {
  readonly home?: string
  readonly agency?: string
  readonly json?: boolean
  readonly csv?: boolean
}

export interface AccountsOptions extends LedgerOptions {
  readonly search?: string
  readonly unit?: string
}

export interface StatementOptions extends LedgerOptions {
  readonly unit: string
  readonly kind?: string
  readonly period?: string
  readonly all?: boolean
}

const SHOWN = 50
const SHOWN_MAX = 1_000_000

export async function showAccounts(options: AccountsOptions, language: Language): Promise<void> {
  const asked = { search: options.search, unit: options.unit, pageSize: SHOWN_MAX }
  const { rows } = await ask(options, language, listLedgerAccounts, defined(asked))
  if (options.json === true) return print(json(rows))
  if (options.csv === true) return print(accountsCsv(rows))
  if (rows.length === 0) return print(`${say(language, 'accounts-none')}\n`)
  const columns = (['posted', 'held', 'available'] as const).map((name) => ({
    title: say(language, `column-${name}`),
    unit: '',
    cells: rows.map((row) => grouped(language, row[name])),
  }))
  const units = { title: say(language, 'column-unit'), unit: '', cells: rows.map(({ unit }) => unit) }
  const table = { title: say(language, 'accounts-title'), nameTitle: say(language, 'column-account') }
  const names = rows.map(({ account }) => account)
  print(textTable({ ...table, names, columns: [units, ...columns] }, terminalOf(process.stdout)))
}

export async function showStatement(account: string, options: StatementOptions, language: Language): Promise<void> {
  const { unit, kind, period, all, json: asJson, csv } = options
  const isWhole = all === true || asJson === true || csv === true
  const given = { account, unit, kind, period, pageSize: isWhole ? SHOWN_MAX : SHOWN }
  const statement = await ask(options, language, getAccountStatement, defined(given))
  if (asJson === true) return print(json(statement))
  if (csv === true) return print(statementCsv(statement))
  const { rows, total } = statement
  const cell = (title: 'time' | 'kind' | 'other' | 'posted' | 'held-change' | 'balance', cells: readonly string[]) => ({
    title: say(language, `column-${title}`),
    unit: '',
    cells,
  })
  const columns = [
    cell(
      'time',
      rows.map(({ effectiveAt }) => effectiveAt.slice(0, 19)),
    ),
    cell(
      'kind',
      rows.map(({ kind: is, phase }) => `${is} ${phase}`),
    ),
    cell(
      'other',
      rows.map(({ other }) => other),
    ),
    cell(
      'posted',
      rows.map(({ posted }) => grouped(language, posted)),
    ),
    cell(
      'held-change',
      rows.map(({ held }) => grouped(language, held)),
    ),
    cell(
      'balance',
      rows.map(({ balance }) => grouped(language, balance.posted)),
    ),
  ]
  const title = say(language, 'statement-title', { account, unit })
  const names = rows.map(({ sequence }) => String(sequence))
  print(textTable({ title, nameTitle: say(language, 'column-sequence'), names, columns }, terminalOf(process.stdout)))
  if (rows.length < total) print(`${say(language, 'statement-more', { shown: rows.length, total })}\n`)
}

export async function showTransfer(id: string, options: LedgerOptions, language: Language): Promise<void> {
  const entry = await ask(options, language, getLedgerEntry, { id })
  if (options.json === true) return print(json(entry))
  const facts: readonly (readonly [keyof typeof ledgerText.en, string])[] = [
    ['column-sequence', String(entry.sequence)],
    ['column-time', entry.effectiveAt],
    ['column-kind', `${entry.kind} ${entry.phase}`],
    ['column-debit', entry.debit],
    ['column-credit', entry.credit],
    ['column-amount', entry.amount === null ? '' : `${grouped(language, entry.amount)} ${entry.unit}`],
    ['column-period', entry.period],
    ['column-by', entry.by ?? ''],
    ['column-note', entry.note ?? ''],
    ['column-leaf', entry.leafHash],
  ]
  const lines = facts.filter(([, value]) => value !== '').map(([name, value]) => `${say(language, name)}: ${value}\n`)
  print(lines.join('') + relatedLines(entry, language))
}

function relatedLines({ related }: LedgerEntryBody, language: Language): string {
  return related
    .map(({ relation, id, sequence, kind, phase }) => {
      return `${say(language, `relation-${relation}`)}: ${sequence} ${kind} ${phase} ${id}\n`
    })
    .join('')
}

/** Asks as the local officer of the agency; what does not fit the operation's schema is said, not thrown. */
export async function ask<Input extends z.ZodType, Answer>(
  options: LedgerOptions,
  language: Language,
  operation: Operation<Input, Answer>,
  given: unknown,
): Promise<Answer> {
  const checked = operation.input.safeParse(given)
  if (!checked.success) {
    const [wrong] = fieldProblems(checked.error.issues, '', language)
    throw new CommandRefusal(say(language, 'input-wrong', { place: wrong?.field ?? '', found: wrong?.message ?? '' }))
  }
  return await askAs(options, language, async (world, call) => {
    const answered = await perform(world, operation, call, given as z.input<Input>)
    if (!answered.ok) throw refusalFor(answered.refusal, language)
    return answered.value
  })
}

/** Works as the local officer of the agency. */
export async function askAs<T>(
  options: LedgerOptions,
  language: Language,
  work: (world: World, call: Call) => Promise<T>,
): Promise<T> {
  return await withWorld(settingsOf(options, language), language, async (world) => {
    const agencies = await agenciesOf(world, options.agency, language)
    const [agency] = agencies
    if (agency === undefined || agencies.length > 1) {
      throw new CommandRefusal(say(language, 'agency-needed', { known: agencies.join(', ') }))
    }
    const officer = await asLocalOfficer(world, agency)
    if (!officer.ok) throw refusalFor(officer.refusal, language)
    return await work(world, officer.value)
  })
}

/** Whole numbers of any size in the reader's form. */
export function grouped(language: Language, amount: string): string {
  return new Intl.NumberFormat(LOCALES[language]).format(BigInt(amount))
}

export function say(
  language: Language,
  key: keyof typeof ledgerText.en,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return sentence(ledgerText, language, key, values)
}

function defined(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function print(text: string): void {
  process.stdout.write(text)
}
