// An account's statement on paper, in the reader's language: amounts in the unit that people count in.
import { textIn, type Language, type LocalisedText } from '../../domain/kernel/language.ts'
import { sentence } from '../../text/format.ts'
import { invoicesText } from '../../text/invoices/text.ts'
import { readableAmount, unitName } from '../../text/ledger-pages/amount.ts'
import { isLedgerPageKey, ledgerPageText } from '../../text/ledger-pages/text.ts'
import type { PrintedDocument } from './printed-document.ts'
import { shortDayText, wholeText } from './printed-forms.ts'

type Key = keyof typeof invoicesText.en

export interface PrintedStatement {
  readonly account: string
  readonly unit: string
  readonly balance: { readonly posted: string; readonly held: string; readonly available: string }
  readonly rows: readonly {
    readonly sequence: number
    readonly effectiveAt: string
    readonly kind: string
    readonly other: string
    readonly posted: string
    readonly held: string
    readonly balance: { readonly posted: string }
  }[]
  /** How many entries the account has in all. */
  readonly total: number
}

/** @param printedAt whole milliseconds since 1970 */
export function statementDocument(
  statement: PrintedStatement,
  agency: { readonly title: LocalisedText; readonly timeZone: string },
  language: Language,
  printedAt: number,
): PrintedDocument {
  const say = (key: Key, values?: Readonly<Record<string, string | number>>) =>
    sentence(invoicesText, language, key, values)
  const { account, unit, balance, rows, total } = statement
  const amount = (value: string) => readableAmount(language, unit, value).text
  const balances = (['posted', 'held', 'available'] as const).map((name) => {
    return { name: say(`balance-${name}`), value: `${amount(balance[name])} ${unitName(language, unit)}` }
  })
  return {
    language,
    title: say('statement'),
    author: textIn(agency.title, language),
    madeAt: printedAt,
    parties: [{ title: say('issuer'), lines: [textIn(agency.title, language)] }],
    facts: [
      { name: say('account'), value: account },
      { name: say('unit'), value: unitName(language, unit) },
      {
        name: say('statement-entries'),
        value: `${wholeText(language, BigInt(rows.length))} / ${wholeText(language, BigInt(total))}`,
      },
    ],
    table: {
      title: say('statement-entries'),
      columns: [
        { title: say('column-entry'), isNumber: true, width: 10 },
        { title: say('column-day'), isNumber: false, width: 14 },
        { title: say('column-kind'), isNumber: false, width: 18 },
        { title: say('column-other'), isNumber: false, width: 24 },
        { title: say('column-change'), isNumber: true, width: 14 },
        { title: say('column-held'), isNumber: true, width: 14 },
        { title: say('column-balance'), isNumber: true, width: 16 },
      ],
      rows: rows.map((row) => [
        wholeText(language, BigInt(row.sequence)),
        shortDayText(language, Date.parse(row.effectiveAt), agency.timeZone),
        kindText(language, row.kind),
        row.other,
        amount(row.posted),
        amount(row.held),
        amount(row.balance.posted),
      ]),
      whenEmpty: say('statement-none'),
    },
    sums: balances,
    notes: [say('statement-days', { zone: agency.timeZone })],
    pageLabel: ({ page, pages }) => say('page', { page, pages }),
  }
}

function kindText(language: Language, kind: string): string {
  const key = `kind-${kind}`
  return isLedgerPageKey(key) ? sentence(ledgerPageText, language, key) : kind
}
