// `weir witness`: a small program with which anybody watches public logs: it co-signs what continues what it signed before,
// and nothing else.
import { Command } from 'commander'
import { languageOf } from './language.ts'
import { orRefuse } from './refusal.ts'
import type { ServeOptions } from './witness/serve.ts'

export function witnessCommand(): Command {
  const witness = new Command('witness').description('Watch public logs and co-sign their checkpoints.')
  const key = witness
    .command('key <name>')
    .description('Make the key of a witness and print what others need to verify its signatures.')
    .requiredOption('--key-file <file>', 'where the key is kept')
  key.action(async (name: string, options: { readonly keyFile: string }) => {
    await orRefuse(async () => (await import('./witness/serve.ts')).makeKey(name, options.keyFile, languageOf(key)))
  })
  const serve = witness
    .command('serve')
    .description('Answer POST /add-checkpoint (c2sp.org/tlog-witness) until it is stopped.')
    .requiredOption('--key-file <file>', 'where the key is kept')
    .requiredOption('--log <key...>', 'the keys of the logs that are watched')
    .option('--state <folder>', 'where the last signed checkpoints are kept', '.weir-witness')
    .option('--port <port>', 'port', '4700')
    .option('--host <host>', 'address to listen at', '127.0.0.1')
  serve.action(async (options: ServeOptions) => {
    await orRefuse(async () => (await import('./witness/serve.ts')).serveWitness(options, languageOf(serve)))
  })
  return witness
}
