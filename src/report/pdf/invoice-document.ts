// An invoice in the reader's language.
import type { Invoice, InvoiceLine, Party } from '../../domain/invoices/invoice.ts'
import { textIn, type Language, type LocalisedText } from '../../domain/kernel/language.ts'
import { sentence } from '../../text/format.ts'
import { invoicesText } from '../../text/invoices/text.ts'
import type { PrintedDocument, PrintedFact } from './printed-document.ts'
import { dayText, hoursText, moneyText, monthText, priceText, rateText, wholeText } from './printed-forms.ts'

type Key = keyof typeof invoicesText.en

export function invoiceDocument(invoice: Invoice, language: Language): PrintedDocument {
  const say = (key: Key, values?: Readonly<Record<string, string | number>>) =>
    sentence(invoicesText, language, key, values)
  const { number, period, issuedOn, dueOn, issuer, payer, project, feeClass, payerShare, ledger } = invoice
  const partyLines = ({ title, address, taxNumber }: Party) => [
    textIn(title, language),
    ...address,
    ...(taxNumber === null ? [] : [say('tax-number', { number: taxNumber })]),
  ]
  return {
    language,
    title: say(invoice.total < 0n ? 'invoice-refund' : 'invoice'),
    author: textIn(issuer.title, language),
    madeAt: Date.parse(`${issuedOn}T00:00:00Z`),
    parties: [
      { title: say('issuer'), lines: partyLines(issuer) },
      { title: say('payer'), lines: partyLines(payer) },
    ],
    facts: [
      { name: say('number'), value: number },
      { name: say('month'), value: monthText(language, period) },
      { name: say('issued-on'), value: dayText(language, issuedOn) },
      { name: say('due-on'), value: dayText(language, dueOn) },
      { name: say('project'), value: `${textIn(project.title, language)} (${project.id})` },
      { name: say('fee-class'), value: feeClassWords(feeClass, language) },
      { name: say('payer-share'), value: rateText(language, payerShare) },
    ],
    table: {
      title: say('used-title'),
      columns: [
        { title: say('column-flavor'), isNumber: false, width: 26 },
        { title: say('column-price-list'), isNumber: false, width: 14 },
        { title: say('column-hours'), isNumber: true, width: 20 },
        { title: say('column-price'), isNumber: true, width: 20 },
        { title: say('column-market'), isNumber: true, width: 20 },
      ],
      rows: invoice.lines.map((line) => rowOf(line, invoice, language)),
      whenEmpty: say('nothing-used'),
    },
    sums: sumsOf(invoice, language),
    notes: [
      say('not-a-tax-invoice'),
      ...(ledger === null
        ? []
        : [say('from-ledger', { size: wholeText(language, BigInt(ledger.size)), root: ledger.root })]),
    ],
    pageLabel: ({ page, pages }) => say('page', { page, pages }),
  }
}

const FEE_CLASSES = ['academia', 'small', 'medium', 'large'] as const

/** The usual classes in words; others stand as the fee rule names them. */
export function feeClassWords(feeClass: LocalisedText, language: Language): string {
  const name = textIn(feeClass, language)
  const known = FEE_CLASSES.find((one) => one === name)
  return known === undefined ? name : sentence(invoicesText, language, `class-${known}`)
}

function rowOf(line: InvoiceLine, { currency }: Invoice, language: Language): string[] {
  const { flavor, isBorrowed, milliUnitSeconds, pricePerUnitHour, priceList, market } = line
  return [
    flavorText(language, { flavor, isBorrowed, isRefund: milliUnitSeconds < 0n }),
    priceList,
    hoursText(language, milliUnitSeconds),
    priceText(language, currency, pricePerUnitHour),
    moneyText(language, currency, market),
  ]
}

interface FlavorUse {
  readonly flavor: string
  readonly isBorrowed: boolean
  readonly isRefund: boolean
}

function flavorText(language: Language, { flavor, isBorrowed, isRefund }: FlavorUse): string {
  const words = flavor.toUpperCase()
  if (!isBorrowed && !isRefund) return words
  const key = isBorrowed ? (isRefund ? 'flavor-borrowed-refund' : 'flavor-borrowed') : 'flavor-refund'
  return sentence(invoicesText, language, key, { flavor: words })
}

function sumsOf({ currency, market, support, net, tax, total, taxRate }: Invoice, language: Language): PrintedFact[] {
  const isRefund = total < 0n
  const sum = (key: Key, amount: bigint, values?: Readonly<Record<string, string>>): PrintedFact => ({
    name: sentence(invoicesText, language, key, values),
    value: moneyText(language, currency, amount),
  })
  return [
    sum('market', market),
    market >= 0n && support < 0n ? sum('surcharge', -support) : sum('support', -support),
    sum('net', net),
    sum('tax', tax, { rate: rateText(language, taxRate) }),
    sum(isRefund ? 'total-refund' : 'total', isRefund ? -total : total),
  ]
}
