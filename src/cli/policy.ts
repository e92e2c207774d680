import { Command } from 'commander'

export function policyCommand(): Command {
  return new Command('policy')
}
