// `weir policy check`, `show`, `diff` and `ask`: what is wrong with a policy or scenario file, what a policy says, what changes,
// and what it answers to scripts.
import { Command } from 'commander'
import { languageOf } from './language.ts'
import { written } from './output.ts'
import { orRefuse } from './refusal.ts'

export { problemLine } from './policy/problem-line.ts'

export function policyCommand(): Command {
  const command = new Command('policy').description('Check, show and compare policy files.')
  command.addCommand(checkCommand())
  command.addCommand(showCommand())
  command.addCommand(diffCommand())
  command.addCommand(askCommand())
  return command
}

function checkCommand(): Command {
  const command = new Command('check')
    .description('Tell every problem of policy and scenario files, with its place and what would be right.')
    .argument('<file...>', 'policy or scenario files; - reads standard input')
    .option('--json', 'print the result as JSON')
  command.action(async (paths: string[], options: { json?: true }) => {
    const { checkFiles } = await import('./policy/check.ts')
    const { text, isGood } = await checkFiles(paths, { language: languageOf(command), asJson: options.json === true })
    process.stdout.write(text)
    if (!isGood) process.exitCode = 1
  })
  return command
}

function showCommand(): Command {
  const command = new Command('show')
    .description('Draw the share tree: guarantees in cards and in reference GPU-hours, and both shares.')
    .argument('<file>', 'policy file; - reads standard input')
    .option('--json', 'print the policy as JSON')
  command.action(async (path: string, options: { json?: true }) => {
    await orRefuse(async () => {
      const { showPolicy } = await import('./policy/show.ts')
      process.stdout.write(await showPolicy(path, { language: languageOf(command), asJson: options.json === true }))
    })
  })
  return command
}

function askCommand(): Command {
  const command = new Command('ask').description(
    'Answer questions about entitlement, headroom and reclaim: one JSON object, or one a line, on standard input.',
  )
  command.action(async () => {
    const { ask } = await import('./policy/ask.ts')
    for await (const { out, error, isGood } of ask(process.stdin, languageOf(command))) {
      if (!isGood) process.exitCode = 1
      // Nobody reads on: nobody needs the other answers.
      if (out !== '' && !(await written(process.stdout, out))) return
      process.stderr.write(error)
    }
  })
  return command
}

function diffCommand(): Command {
  const command = new Command('diff')
    .description('Tell in words what changes from one policy file to another.')
    .argument('<before>', 'policy file; - reads standard input')
    .argument('<after>', 'policy file; - reads standard input')
    .option('--json', 'print the changes as JSON')
  command.action(async (before: string, after: string, options: { json?: true }) => {
    await orRefuse(async () => {
      const { diffPolicies } = await import('./policy/diff.ts')
      const asked = { language: languageOf(command), asJson: options.json === true }
      process.stdout.write(await diffPolicies(before, after, asked))
    })
  })
  return command
}
