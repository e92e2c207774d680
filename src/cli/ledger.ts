// `weir ledger`: the double-entry ledger of each agency, in the terminal.
import { Command } from 'commander'
import { languageOf } from './language.ts'
import { orRefuse } from './refusal.ts'
import type { RehearseOptions } from './ledger/rehearse.ts'
import type { VerifyOptions } from './ledger/verify.ts'

const HOME_HELP = 'where the embedded database lives (default: WEIR_HOME or .weir in the project)'

export function ledgerCommand(): Command {
  const ledger = new Command('ledger').description('Look into the ledger, post to it, and verify it.')
  const verify = ledger
    .command('verify')
    .description('Replay every entry and compare balances, leaves and root with what is stored.')
    .option('--agency <id>', 'only of this agency')
    .option('--json', 'print JSON')
    .option('--home <folder>', HOME_HELP)
  verify.action(async (options: VerifyOptions) => {
    await orRefuse(async () => {
      const { verifyLedgers } = await import('./ledger/verify.ts')
      if (!(await verifyLedgers(options, languageOf(verify)))) process.exitCode = 1
    })
  })
  const rehearsal = ledger
    .command('rehearse <scenario>')
    .description(
      'Replay a scenario into an empty ledger: each job held at its start, charged at its end; compare the sums.',
    )
    .option('--json', 'print JSON')
    .option('--home <folder>', HOME_HELP)
  rehearsal.action(async (path: string, options: RehearseOptions) => {
    await orRefuse(async () => {
      const { rehearse } = await import('./ledger/rehearse.ts')
      if (!(await rehearse(path, options, languageOf(rehearsal)))) process.exitCode = 1
    })
  })
  return ledger
}
