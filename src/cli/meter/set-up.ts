// `weir meter sources`, `source`, `rates` and `publish`.
import type { Language } from '../../domain/kernel/language.ts'
import { listUsageRates } from '../../operations/metering/list-usage-rates.ts'
import { listUsageSources } from '../../operations/metering/list-usage-sources.ts'
import { publishUsageRates } from '../../operations/metering/publish-usage-rates.ts'
import { saveUsageSource } from '../../operations/metering/save-usage-source.ts'
import { ask, type LedgerOptions } from '../ledger/read.ts'
import { CommandRefusal } from '../refusal.ts'
import { terminalOf, textTable } from '../text-table.ts'
import { print, printJson, say } from './say.ts'

export interface SourceOptions extends LedgerOptions {
  readonly cluster: string
  readonly flavor?: readonly string[]
  readonly account?: readonly string[]
  readonly borrowedQos?: readonly string[]
  readonly clockSkew: string
  readonly grace: string
}

export interface PublishOptions extends LedgerOptions {
  readonly from: string
  readonly borrowedPrice: string
}

export async function showSources(options: LedgerOptions, language: Language): Promise<void> {
  const sources = await ask(options, language, listUsageSources, {})
  if (options.json === true) return printJson(sources)
  if (sources.length === 0) return print(`${say(language, 'sources-none')}\n`)
  const column = (title: 'cluster' | 'cursor' | 'last', cells: readonly string[]) => {
    return { title: say(language, `column-${title}`), unit: '', cells }
  }
  const last = sources.map(({ readings: [newest] }) => {
    if (newest === undefined) return say(language, 'never')
    return `${newest.readAt.slice(0, 19)} ${say(language, `answer-${newest.answer}`)}`
  })
  const columns = [
    column(
      'cluster',
      sources.map(({ cluster }) => cluster),
    ),
    column(
      'cursor',
      sources.map(({ cursor }) => cursor?.slice(0, 19) ?? say(language, 'never')),
    ),
    column('last', last),
  ]
  const table = { title: say(language, 'sources-title'), nameTitle: say(language, 'column-source') }
  print(textTable({ ...table, names: sources.map(({ name }) => name), columns }, terminalOf(process.stdout)))
}

export async function saveSource(name: string, options: SourceOptions, language: Language): Promise<void> {
  const { cluster, flavor = [], account = [], borrowedQos = [], clockSkew, grace } = options
  const source = {
    name,
    cluster,
    flavors: pairs(flavor, 'h200=h200', language),
    accounts: pairs(account, 'nat_llm=kr-llm-01', language),
    borrowedQos,
    clockSkewSeconds: Number(clockSkew),
    graceSeconds: Number(grace),
  }
  const saved = await ask(options, language, saveUsageSource, { source })
  if (options.json === true) printJson(saved)
  else print(`${say(language, 'source-saved', { name, cluster })}\n`)
}

export async function showRates(options: LedgerOptions, language: Language): Promise<void> {
  const rates = await ask(options, language, listUsageRates, {})
  if (options.json === true) return printJson(rates)
  if (rates.length === 0) return print(`${say(language, 'rates-none')}\n`)
  const ratio = ({ numerator, denominator }: { readonly numerator: string; readonly denominator: string }) =>
    denominator === '1' ? numerator : `${numerator}/${denominator}`
  const column = (title: 'from' | 'price' | 'borrowed', cells: readonly string[]) => {
    return { title: say(language, `column-${title}`), unit: '', cells }
  }
  const columns = [
    column(
      'from',
      rates.map(({ version }) => version.slice(version.indexOf('@') + 1)),
    ),
    column(
      'price',
      rates.map(({ price }) => ratio(price)),
    ),
    column(
      'borrowed',
      rates.map(({ borrowedPrice }) => `x ${ratio(borrowedPrice)}`),
    ),
  ]
  const table = { title: say(language, 'rates-title'), nameTitle: say(language, 'column-flavor') }
  print(textTable({ ...table, names: rates.map(({ flavor }) => flavor), columns }, terminalOf(process.stdout)))
}

export async function publishRates(
  prices: readonly string[],
  options: PublishOptions,
  language: Language,
): Promise<void> {
  const flavors = Object.fromEntries(
    prices.map((written) => {
      const [flavor = '', price, more] = written.split('=')
      if (flavor === '' || price === undefined || more !== undefined || !/^\d{1,9}(\.\d{1,6})?$/.test(price)) {
        throw new CommandRefusal(say(language, 'rate-wrong', { found: written }))
      }
      return [flavor, price]
    }),
  )
  const { from, borrowedPrice } = options
  const rates = { validFrom: from, borrowedPrice, flavors }
  const published = await ask(options, language, publishUsageRates, { rates })
  if (options.json === true) printJson(published)
  else print(`${say(language, 'rates-published', { count: published.length, from })}\n`)
}

function pairs(written: readonly string[], example: string, language: Language): Record<string, string> {
  return Object.fromEntries(
    written.map((one) => {
      const at = one.lastIndexOf('=')
      if (at < 1 || at === one.length - 1)
        throw new CommandRefusal(say(language, 'pair-wrong', { found: one, example }))
      return [one.slice(0, at), one.slice(at + 1)]
    }),
  )
}
