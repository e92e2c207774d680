// `weir`: the command line. Each group of commands is one file that loads its heavy parts only when it runs.
import { Command } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import { ledgerCommand } from './ledger.ts'
import { meterCommand } from './meter.ts'
import { allowClosedOutput } from './output.ts'
import { policyCommand } from './policy.ts'
import { runsCommand } from './runs.ts'
import { simulateCommand } from './simulate.ts'
import { signInCommand, startCommand } from './start.ts'
import { witnessCommand } from './witness.ts'
import { workloadCommand } from './workload.ts'

export function weirCommand(): Command {
  const program = new Command('weir')
    .description('Divide a national AI compute pool by public policy, prove the policy by replay, show the record.')
    .version(manifest.version)
    .option('--lang <language>', 'language of messages: en, vi or ko (default: from LANG)')
    .showHelpAfterError()
  program.addCommand(startCommand())
  program.addCommand(signInCommand())
  program.addCommand(policyCommand())
  program.addCommand(simulateCommand())
  program.addCommand(workloadCommand())
  program.addCommand(runsCommand())
  program.addCommand(ledgerCommand())
  program.addCommand(meterCommand())
  program.addCommand(witnessCommand())
  return program
}

if (import.meta.main) {
  allowClosedOutput()
  await weirCommand().parseAsync(process.argv)
}
