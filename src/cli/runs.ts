import { Command } from 'commander'

export function runsCommand(): Command {
  return new Command('runs')
}
