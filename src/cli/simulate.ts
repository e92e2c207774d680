// `weir simulate`: replays a job history under a policy (--scenario) or under a bare queue discipline (--trace).
import { Command } from 'commander'
import { languageOf } from './language.ts'
import { orRefuse } from './refusal.ts'
import type { CompareOptions } from './simulate/compare-options.ts'
import type { WhyOptions } from './simulate/why.ts'
import type { SweepOptions } from './simulate/sweep-options.ts'
import type { SimulateOptions } from './simulate/options.ts'

export function simulateCommand(): Command {
  const command = new Command('simulate')
    .description('Replay a real job history under a policy, or under a plain queue discipline.')
    .option('--scenario <file>', 'scenario file: policy, history, and who is whom')
    .option('--trace <file>', 'job history without a policy (.gz too)')
    .option(
      '--format <format>',
      'with --trace: swf, sacct-parsable2, sacct-json, csv, philly-csv or openb-csv (default: by the name)',
    )
    .option('--columns <pairs>', 'csv: which column is which, as submit=created,run=seconds,units=gpus')
    .option('--delimiter <name>', 'csv: comma, semicolon, tab or pipe (default: comma)')
    .option('--time <form>', 'csv: seconds, unix, unix-ms or iso (default: iso)')
    .option('--zone <offset>', 'csv, sacct-parsable2: zone of times that do not say theirs, as +09:00 (default: UTC)')
    .option('--tres <name>', 'sacct: the resource that is a unit, as gres/gpu:h200, cpu, node (default: gres/gpu)')
    .option('--units-per-card <n>', 'openb-csv: units of one card (default: 1; parts of a card are then refused)')
    .option('--processors <n>', 'with --trace: size of the machine (default: what the history says)')
    .option(
      '--policy <discipline>',
      'fcfs, easy, easy-sjbf, conservative or shared (default: easy, or what the policy says)',
    )
    .option('--estimates <source>', 'with --trace: requested or actual times (default: requested)')
    .option('--filter <filter>', 'with --trace: none or sc15 (default: none)')
    .option('--schedule <file>', 'write the schedule, job by job, as CSV (.gz too)')
    .option('--report <file>', 'with --scenario: write an HTML report that stands alone')
    .option('--bad-lines <file>', 'write every line that was not usable, with its number and reason, as CSV')
    .option('--json', 'print the summary as JSON')
    .option('--no-store', 'with --scenario: do not store the run in the database')
  command.action(async (options: SimulateOptions) => {
    const language = languageOf(command)
    await orRefuse(async () => {
      const { simulate } = await import('./simulate/run.ts')
      await simulate(options, language)
    })
  })
  command.addCommand(compareCommand())
  command.addCommand(sweepCommand())
  command.addCommand(whyCommand())
  return command
}

function whyCommand(): Command {
  const command = new Command('why')
    .description(
      'Replay up to a moment, and tell of each job that waits then why, when it would start, and what would help.',
    )
    .option('--scenario <file>', 'scenario file; or --trace and its options, as of simulate')
    .option('--at <time>', '30d, 2017-11-01T12:00Z or a second of the history (default: when --job was submitted)')
    .option('--job <number>', 'number of a job in the history: it is told first')
    .option('--most <n>', 'so many jobs are explained, the earliest submitted first (default: 20)')
    .option('--json', 'print the moment as JSON')
  command.action(async () => {
    const options: WhyOptions = command.optsWithGlobals()
    const language = languageOf(command)
    await orRefuse(async () => {
      const { simulateWhy } = await import('./simulate/why.ts')
      await simulateWhy(options, language)
    })
  })
  return command
}

function sweepCommand(): Command {
  const command = new Command('sweep')
    .description(
      'Replay every combination of the asked values on all cores; an interrupted sweep goes on where it was.',
    )
    .option('--scenario <file>', 'the scenario that is varied')
    .option(
      '--set <name=values...>',
      'capacity, backfill, policy, growth, after, or of a node guarantee.ID, weight.ID, limit.ID, borrowingLimit.ID, ' +
        'lendingLimit.ID, tier.ID, mix.ID; values separated by commas',
    )
    .option('--days <n>', 'length of drawn histories (default: that of the recorded one)')
    .option('--seeds <n>', 'replay n histories that are drawn like the recorded one, for means and intervals')
    .option('--out <folder>', 'where each result is kept')
    .option('--json', 'print the table as JSON')
    .option('--csv', 'print the table as CSV')
  command.action(async () => {
    const options: SweepOptions = command.optsWithGlobals()
    const language = languageOf(command)
    await orRefuse(async () => {
      const { simulateSweep } = await import('./simulate/sweep.ts')
      await simulateSweep(options, language)
    })
  })
  return command
}

function compareCommand(): Command {
  const command = new Command('compare')
    .description('Replay one history under two policies, or two scenarios, and tell who gains and who loses.')
    .argument('<a>', 'policy file (with --scenario), or scenario file')
    .argument('<b>', 'the other one; every difference is B against A')
    .option('--scenario <file>', 'the scenario under which both policies are replayed')
    .option(
      '--policy <discipline>',
      'for both: fcfs, easy, easy-sjbf, conservative or shared (default: what scenario or policy say)',
    )
    .option('--seeds <n>', 'also replay n histories that are drawn from the recorded one, and tell what may be chance')
    .option('--report <file>', 'write an HTML report that stands alone')
    .option('--json', 'print the comparison as JSON')
    .option('--csv', 'print the comparison as CSV')
  command.action(async (a: string, b: string) => {
    // Options that `simulate` has too are taken by it, wherever they stand.
    const options: CompareOptions = command.optsWithGlobals()
    const language = languageOf(command)
    await orRefuse(async () => {
      const { simulateComparison } = await import('./simulate/compare.ts')
      await simulateComparison([a, b], options, language)
    })
  })
  return command
}
