// `weir ledger`: the double-entry ledger of each agency, in the terminal.
import { Command } from 'commander'
import type { Language } from '../domain/kernel/language.ts'
import { languageOf } from './language.ts'
import type { CloseOptions } from './ledger/close.ts'
import type { PostOptions } from './ledger/post.ts'
import type { AccountsOptions, LedgerOptions, StatementOptions } from './ledger/read.ts'
import { orRefuse } from './refusal.ts'
import type { ReceiptOptions } from './ledger/receipt.ts'
import type { ReconcileOptions } from './ledger/reconcile.ts'
import type { RehearseOptions } from './ledger/rehearse.ts'
import type { VerifyOptions } from './ledger/verify.ts'
import type { VerifyUrlOptions } from './ledger/verify-url.ts'

const HOME_HELP = 'where the embedded database lives (default: WEIR_HOME or .weir in the project)'

export function ledgerCommand(): Command {
  const ledger = new Command('ledger').description('Look into the ledger, post to it, and verify it.')
  addReading(ledger)
  addPosting(ledger)
  addClosing(ledger)
  addReceipt(ledger)
  addReconciling(ledger)
  addRotating(ledger)
  const verify = ledger
    .command('verify')
    .description(
      'Replay every entry and compare balances, leaves and root with what is stored; or verify a public log.',
    )
    .option('--agency <id>', 'only of this agency')
    .option('--url <address>', 'verify the public log there, as an outsider')
    .option('--vkey <key...>', 'with --url: the keys that you trust')
    .option('--witness <key...>', 'with --url: witnesses who must have co-signed')
    .option('--state <file>', 'with --url: what was seen last, kept from time to time')
    .option('--receipt <file>', 'verify this receipt of an entry, asking nobody; with --vkey or --state')
    .option('--json', 'print JSON')
    .option('--home <folder>', HOME_HELP)
  verify.action(async (options: VerifyOptions & Partial<VerifyUrlOptions> & { readonly receipt?: string }) => {
    await orRefuse(async () => {
      const language = languageOf(verify)
      if (!(await isVerified(options, language))) process.exitCode = 1
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

async function isVerified(
  options: VerifyOptions & Partial<VerifyUrlOptions> & { readonly receipt?: string },
  language: Language,
): Promise<boolean> {
  const { url, receipt } = options
  if (receipt !== undefined)
    return (await import('./ledger/verify-receipt.ts')).verifyReceipt(receipt, options, language)
  if (url !== undefined) return await (await import('./ledger/verify-url.ts')).verifyUrl({ ...options, url }, language)
  return await (await import('./ledger/verify.ts')).verifyLedgers(options, language)
}

function addReading(ledger: Command): void {
  const accounts = withOutput(ledger.command('accounts').description('The accounts with their balances.'))
    .option('--search <words>', 'only accounts whose code has these words')
    .option('--unit <unit>', 'only of this unit')
  accounts.action(async (options: AccountsOptions) => {
    await orRefuse(async () => (await import('./ledger/read.ts')).showAccounts(options, languageOf(accounts)))
  })
  const statement = withOutput(
    ledger.command('statement <account>').description('The entries of one account, the newest first.'),
  )
    .option('--unit <unit>', 'unit of the account', 'milli-reference-unit-second')
    .option('--kind <kind>', 'only entries of this kind')
    .option('--period <month>', 'only entries of this month, e.g. 2026-11')
    .option('--all', 'all entries, not only the newest 50')
  statement.action(async (account: string, options: StatementOptions) => {
    await orRefuse(async () =>
      (await import('./ledger/read.ts')).showStatement(account, options, languageOf(statement)),
    )
  })
  const transfers = ledger
    .command('transfers <id>')
    .description('One transfer with its facts, its hold, and what refers to it.')
    .option('--agency <id>', 'agency of the ledger')
    .option('--json', 'print JSON')
    .option('--home <folder>', HOME_HELP)
  transfers.action(async (id: string, options: LedgerOptions) => {
    await orRefuse(async () => (await import('./ledger/read.ts')).showTransfer(id, options, languageOf(transfers)))
  })
}

function addPosting(ledger: Command): void {
  const post = ledger
    .command('post <kind>')
    .description('Post a transfer, propose one (--propose), approve (--approve) or release (--release) a proposal.')
    .option('--from <account>', 'account that is debited')
    .option('--to <account>', 'account that is credited')
    .option('--unit <unit>', 'unit of the amount', 'milli-reference-unit-second')
    .option('--amount <number>', 'whole number of the unit')
    .option('--propose', 'as a hold that another person approves')
    .option('--approve <id>', 'the hold that is approved')
    .option('--release <id>', 'the hold that is given up')
    .option('--id <uuid>', 'id of the transfer: repeating it has no second effect')
    .option('--ref <uuid>', 'the transfer that this one corrects')
    .option('--period <month>', 'month that it belongs to (default: that of its time)')
    .option('--at <time>', 'when it happened, e.g. 2026-11-23T08:00:00Z (default: now)')
    .option('--note <words>', 'words that are not for the public')
    .option('--agency <id>', 'agency of the ledger')
    .option('--json', 'print JSON')
    .option('--home <folder>', HOME_HELP)
  post.action(async (kind: string, options: PostOptions) => {
    await orRefuse(async () => (await import('./ledger/post.ts')).postTransfer(kind, options, languageOf(post)))
  })
}

function addClosing(ledger: Command): void {
  const close = ledger
    .command('close <month>')
    .description('Close a month that has ended, and every month before it: softly, or for good.')
    .option('--for-good', 'nothing comes in any more')
    .option('--yes', 'with --for-good: do not ask')
    .option('--agency <id>', 'agency of the ledger')
    .option('--json', 'print JSON')
    .option('--home <folder>', HOME_HELP)
  close.action(async (month: string, options: CloseOptions) => {
    await orRefuse(async () => (await import('./ledger/close.ts')).closeMonth(month, options, languageOf(close)))
  })
}

function addReceipt(ledger: Command): void {
  const receipt = ledger
    .command('receipt <entry>')
    .description('The proof that an entry is in the public log, in one file that anybody can verify.')
    .option('--opened', 'with what the entry says and its salt')
    .option('--out <file>', 'write it there')
    .option('--agency <id>', 'agency of the ledger')
    .option('--home <folder>', HOME_HELP)
  receipt.action(async (entry: string, options: ReceiptOptions) => {
    await orRefuse(async () => (await import('./ledger/receipt.ts')).writeReceipt(entry, options, languageOf(receipt)))
  })
}

function addRotating(ledger: Command): void {
  const rotate = ledger
    .command('rotate-key')
    .description('A new key for the public log of an agency: the next checkpoint is signed by both.')
    .option('--agency <id>', 'agency of the log')
    .option('--json', 'print JSON')
    .option('--home <folder>', HOME_HELP)
  rotate.action(async (options: LedgerOptions) => {
    await orRefuse(async () => (await import('./ledger/rotate-key.ts')).rotateKey(options, languageOf(rotate)))
  })
}

function addReconciling(ledger: Command): void {
  const reconcile = ledger
    .command('reconcile <file>')
    .description('Compare a month of an engine’s accounting (sacct, or JSON) with what was taken in and the ledger.')
    .requiredOption('--source <name>', 'the source whose engine answered')
    .requiredOption('--period <month>', 'the month, e.g. 2026-11')
    .option('--agency <id>', 'agency of the ledger')
    .option('--json', 'print JSON')
    .option('--home <folder>', HOME_HELP)
  reconcile.action(async (path: string, options: ReconcileOptions) => {
    await orRefuse(async () => {
      const { reconcileMonth } = await import('./ledger/reconcile.ts')
      if (!(await reconcileMonth(path, options, languageOf(reconcile)))) process.exitCode = 1
    })
  })
}

function withOutput(command: Command): Command {
  return command
    .option('--agency <id>', 'agency of the ledger')
    .option('--json', 'print JSON')
    .option('--csv', 'print CSV')
    .option('--home <folder>', HOME_HELP)
}
