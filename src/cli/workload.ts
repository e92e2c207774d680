// `weir workload`: the description of a workload, fitted to the history of a scenario, and histories that are drawn from it.
import { Command } from 'commander'
import { languageOf } from './language.ts'
import { orRefuse } from './refusal.ts'
import type { DrawOptions } from './workload/draw.ts'
import type { FitOptions } from './workload/fit.ts'

export function workloadCommand(): Command {
  const command = new Command('workload').description('Describe a workload, and draw histories from the description.')
  const fit = command
    .command('fit')
    .description('Fit a description to the history of a scenario: sizes, durations, projects, hours of the week.')
    .argument('<scenario>', 'scenario file')
    .option('--out <file>', 'where the description is written (default: standard output)')
  fit.action(async (scenario: string, options: FitOptions) => {
    await orRefuse(async () => (await import('./workload/fit.ts')).fitCommand(scenario, options, languageOf(fit)))
  })
  const draw = command
    .command('draw')
    .description('Draw a history from a description, as CSV for `weir simulate --trace` or a scenario.')
    .argument('<model>', 'file that `weir workload fit` wrote')
    .option('--days <n>', 'length in days (default: that of the history)')
    .option('--seed <n>', 'another seed is another history (default: 1)')
    .option('--growth <percent>', 'more jobs each year, as 20 (default: 0)')
    .option('--after <years>', 'years from the history to the first day (default: 0)')
    .option('--mix <pairs>', 'share of the work by sector in percent, as academia=30,enterprise=40')
    .option('--out <file>', 'where the history is written, also .gz (default: standard output)')
  draw.action(async (model: string, options: DrawOptions) => {
    await orRefuse(async () => (await import('./workload/draw.ts')).drawCommand(model, options, languageOf(draw)))
  })
  return command
}
