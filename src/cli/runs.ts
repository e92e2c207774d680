// `weir runs`: the stored runs, in the terminal; and what `weir simulate` uses to store one.
import { Command } from 'commander'
import type { Result } from '../domain/kernel/result.ts'
import type { Language } from '../domain/kernel/language.ts'
import { languageOf } from './language.ts'
import { orRefuse } from './refusal.ts'
import type { DeleteOptions, ListOptions, ShowOptions } from './runs/commands.ts'
import type { FinishedRun } from './runs/store-run.ts'

const HOME_HELP = 'where the embedded database lives (default: WEIR_HOME or .weir in the project)'

export function runsCommand(): Command {
  const runs = new Command('runs').description('List, show and delete stored runs.')
  const list = runs
    .command('list')
    .description('The stored runs, the newest first.')
    .option('--agency <id>', 'only of this agency')
    .option('--all', 'all of them, not only the newest 20 of each agency')
    .option('--json', 'print JSON')
    .option('--home <folder>', HOME_HELP)
  list.action(async (options: ListOptions) => {
    await orRefuse(async () => (await import('./runs/commands.ts')).listRuns(options, languageOf(list)))
  })
  const show = runs
    .command('show <id>')
    .description('One run with its results.')
    .option('--json', 'print JSON')
    .option('--csv', 'print sectors, programmes and projects as CSV')
    .option('--home <folder>', HOME_HELP)
  show.action(async (id: string, options: ShowOptions) => {
    await orRefuse(async () => (await import('./runs/commands.ts')).showRun(id, options, languageOf(show)))
  })
  const remove = runs
    .command('delete <id>')
    .description('Delete a run that has ended, with its results.')
    .option('--yes', 'do not ask')
    .option('--home <folder>', HOME_HELP)
  remove.action(async (id: string, options: DeleteOptions) => {
    await orRefuse(async () => (await import('./runs/commands.ts')).deleteRun(id, options, languageOf(remove)))
  })
  return runs
}

/** Stores a replay that `weir simulate` has just done: its id, or a sentence why it was not stored. */
export async function storeRunFromCommand(run: FinishedRun, language?: Language): Promise<Result<string, string>> {
  const { storeRun } = await import('./runs/store-run.ts')
  return await storeRun(run, language ?? languageOf(new Command()))
}
