// `weir start`: the database, the jobs and the portal, until a signal ends them. `weir sign-in`: a one-time link.
import { Command } from 'commander'
import { languageOf } from './language.ts'
import { orRefuse } from './refusal.ts'
import type { SettingOptions } from './settings.ts'

export function startCommand(): Command {
  const command = new Command('start')
    .description('Start Weir: its database, its jobs and its portal.')
    .option('--port <port>', 'port of the portal (default: WEIR_PORT or 4600)')
    .option('--home <folder>', 'where the embedded database lives (default: WEIR_HOME or .weir in the project)')
  command.action(async (options: SettingOptions) => {
    const language = languageOf(command)
    await orRefuse(async () => {
      const { start } = await import('./start/run.ts')
      await start(options, language)
    })
  })
  return command
}

export function signInCommand(): Command {
  const command = new Command('sign-in')
    .description('Print a link with which the local officer of an agency signs in once.')
    .option('--agency <id>', 'agency (default: the first)')
    .option('--port <port>', 'port of the portal (default: WEIR_PORT or 4600)')
    .option('--home <folder>', 'where the embedded database lives (default: WEIR_HOME or .weir in the project)')
  command.action(async (options: SettingOptions & { readonly agency?: string }) => {
    const language = languageOf(command)
    await orRefuse(async () => {
      const { printSignInLink } = await import('./start/sign-in.ts')
      await printSignInLink(options, language)
    })
  })
  return command
}
