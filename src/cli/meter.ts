// `weir meter`: where usage comes from, what it costs, taking it in, and what waits.
import { Command } from 'commander'
import { languageOf } from './language.ts'
import type { LedgerOptions } from './ledger/read.ts'
import type { IngestOptions } from './meter/ingest.ts'
import type { QuarantineOptions } from './meter/quarantine.ts'
import type { PublishOptions, SourceOptions } from './meter/set-up.ts'
import { orRefuse } from './refusal.ts'

const HOME_HELP = 'where the embedded database lives (default: WEIR_HOME or .weir in the project)'

export function meterCommand(): Command {
  const meter = new Command('meter').description('Usage of the clusters: sources, prices, records and what waits.')
  addSetUp(meter)
  addIntake(meter)
  return meter
}

function addSetUp(meter: Command): void {
  const sources = common(meter.command('sources').description('The sources of usage and how far each was read.'))
  sources.action(async (options: LedgerOptions) => {
    await orRefuse(async () => (await import('./meter/set-up.ts')).showSources(options, languageOf(sources)))
  })
  const source = common(meter.command('source <name>').description('Add a source, or change how its words are read.'))
    .requiredOption('--cluster <cluster>', 'the cluster and its incarnation, e.g. alps#1; built anew it is alps#2')
    .option('--flavor <pair...>', 'flavor of a GPU type or of partition/type, e.g. h100=h100 or debug/h100=h100-debug')
    .option('--account <pair...>', 'project of an account, e.g. nat_llm=kr-llm-01 (default: the account’s own name)')
    .option('--borrowed-qos <name...>', 'QOS whose time is borrowed')
    .option('--clock-skew <seconds>', 'by how much the source’s clock may be ahead', '60')
    .option('--grace <seconds>', 'how long a job may run on after its limit', '300')
  source.action(async (name: string, options: SourceOptions) => {
    await orRefuse(async () => (await import('./meter/set-up.ts')).saveSource(name, options, languageOf(source)))
  })
  const rates = common(meter.command('rates').description('What the time of each flavor costs a budget.'))
  rates.action(async (options: LedgerOptions) => {
    await orRefuse(async () => (await import('./meter/set-up.ts')).showRates(options, languageOf(rates)))
  })
  const publish = common(
    meter.command('publish <prices...>').description('Publish prices against budgets: flavor=price, e.g. h200=1'),
  )
    .requiredOption('--from <day>', 'first day on which runs start at these prices, e.g. 2026-12-01')
    .option('--borrowed-price <factor>', 'what borrowed time costs against its own', '0.5')
  publish.action(async (prices: string[], options: PublishOptions) => {
    await orRefuse(async () => (await import('./meter/set-up.ts')).publishRates(prices, options, languageOf(publish)))
  })
}

function addIntake(meter: Command): void {
  const ingest = common(
    meter
      .command('ingest <file>')
      .description('Take in usage: the output of sacct, or usage records in JSON. Twice does no harm.'),
  )
    .requiredOption('--source <name>', 'the source that it comes from')
    .option('--from <time>', 'begin of the time that was read')
    .option('--until <time>', 'end of the time that was read')
    .option('--cut-short', 'the answer is not whole: how far the source is read does not move')
  ingest.action(async (path: string, options: IngestOptions) => {
    await orRefuse(async () => (await import('./meter/ingest.ts')).ingest(path, options, languageOf(ingest)))
  })
  const quarantine = common(meter.command('quarantine').description('Records that wait, the oldest first.'))
    .option('--reason <reason>', 'only those that wait for this reason')
    .option('--source <name>', 'only of this source')
    .option('--csv', 'print CSV')
  quarantine.action(async (options: QuarantineOptions) => {
    await orRefuse(async () => (await import('./meter/quarantine.ts')).showQuarantine(options, languageOf(quarantine)))
  })
  const retry = common(meter.command('retry').description('Take in again what waits.')).requiredOption(
    '--source <name>',
    'the source whose records are tried',
  )
  retry.action(async (options: LedgerOptions & { readonly source: string }) => {
    await orRefuse(async () => (await import('./meter/quarantine.ts')).retryQuarantine(options, languageOf(retry)))
  })
}

function common(command: Command): Command {
  return command
    .option('--agency <id>', 'agency of the ledger')
    .option('--json', 'print JSON')
    .option('--home <folder>', HOME_HELP)
}
