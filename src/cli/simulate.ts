// `weir simulate`: replays a job history under a policy (--scenario) or under a bare queue discipline (--trace).
import { Command } from 'commander'
import { languageOf } from './language.ts'
import { orRefuse } from './refusal.ts'
import type { SimulateOptions } from './simulate/options.ts'

export function simulateCommand(): Command {
  const command = new Command('simulate')
    .description('Replay a real job history under a policy, or under a plain queue discipline.')
    .option('--scenario <file>', 'scenario file: policy, history, and who is whom')
    .option('--trace <file>', 'job history without a policy (SWF or Philly CSV, .gz too)')
    .option('--format <format>', 'with --trace: swf or philly-csv (default: by the name)')
    .option('--processors <n>', 'with --trace: size of the machine (default: what the history says)')
    .option(
      '--policy <discipline>',
      'fcfs, easy, easy-sjbf, conservative or shared (default: easy, or what the policy says)',
    )
    .option('--estimates <source>', 'with --trace: requested or actual times (default: requested)')
    .option('--filter <filter>', 'with --trace: none or sc15 (default: none)')
    .option('--schedule <file>', 'write the schedule, job by job, as CSV (.gz too)')
    .option('--report <file>', 'with --scenario: write an HTML report that stands alone')
    .option('--json', 'print the summary as JSON')
    .option('--no-store', 'with --scenario: do not store the run in the database')
  command.action(async (options: SimulateOptions) => {
    const language = languageOf(command)
    await orRefuse(async () => {
      const { simulate } = await import('./simulate/run.ts')
      await simulate(options, language)
    })
  })
  return command
}
