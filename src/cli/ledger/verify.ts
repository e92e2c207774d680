// `weir ledger verify`: every entry replayed, everything stored compared; says what differs, and where.
import type { Language } from '../../domain/kernel/language.ts'
import { available, posted } from '../../domain/ledger/balance.ts'
import { verifyLedger, type LedgerVerified } from '../../operations/ledger/verify-ledger.ts'
import { perform } from '../../operations/operation.ts'
import type { World } from '../../operations/world.ts'
import { formatNumber, sentence, type MessageValues } from '../../text/format.ts'
import { ledgerText } from '../../text/ledger/text.ts'
import { agenciesOf } from '../agencies.ts'
import { refusalFor } from '../operation-refusal.ts'
import { progressBar } from '../progress.ts'
import { asLocalOfficer } from '../runs/local-officer.ts'
import { settingsOf } from '../settings.ts'
import { withWorld } from '../with-world.ts'

export interface VerifyOptions {
  readonly home?: string
  readonly agency?: string
  readonly json?: boolean
}

/** Prints what it finds; whether nothing differs. */
export async function verifyLedgers(options: VerifyOptions, language: Language): Promise<boolean> {
  return await withWorld(settingsOf(options, language), language, async (world) => {
    let isGood = true
    for (const agency of await agenciesOf(world, options.agency, language)) {
      const verified = await verifyOne(world, agency, language)
      isGood &&= verified.findingCount === 0
      process.stdout.write(options.json === true ? jsonOf(agency, verified) : linesOf(agency, verified, language))
    }
    return isGood
  })
}

async function verifyOne(world: World, agency: string, language: Language): Promise<LedgerVerified> {
  const officer = await asLocalOfficer(world, agency)
  if (!officer.ok) throw refusalFor(officer.refusal, language)
  const bar = progressBar(process.stderr, language)
  try {
    const verified = await perform(world, verifyLedger, officer.value, { onProgress: bar.update })
    if (!verified.ok) throw refusalFor(verified.refusal, language)
    return verified.value
  } finally {
    bar.end()
  }
}

function jsonOf(agency: string, verified: LedgerVerified): string {
  const text = JSON.stringify({ agency, ...verified }, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  return `${text}\n`
}

function linesOf(agency: string, verified: LedgerVerified, language: Language): string {
  const { entryCount, findings, findingCount } = verified
  const number = (value: number) => formatNumber(language, value)
  const say = (key: keyof typeof ledgerText.en, values: MessageValues) => sentence(ledgerText, language, key, values)
  const values = {
    agency,
    entries: number(entryCount),
    findings: number(findingCount),
    accounts: number(verified.accountCount),
    holds: number(verified.openHoldCount),
    root: verified.root,
  }
  if (findingCount === 0) return `${say(entryCount === 0 ? 'verify-empty' : 'verify-good', values)}\n`
  const lines = findings.map((finding) => `  ${say(finding.problem, valuesOf(finding))}\n`)
  const rest = findingCount - findings.length
  const more = rest === 0 ? '' : `  ${say('verify-more', { count: number(rest) })}\n`
  return `${say('verify-bad', values)}\n${lines.join('')}${more}`
}

/** Sequence numbers stay bare digits: they are looked up, not read. */
function valuesOf(finding: LedgerVerified['findings'][number]): MessageValues {
  if (finding.problem !== 'balance-differs') {
    return Object.fromEntries(Object.entries(finding).map(([name, value]) => [name, String(value)]))
  }
  const { account, unit, stored, computed } = finding
  const held = (balance: typeof stored) => String(posted(balance) - available(balance))
  return {
    account,
    unit,
    stored: String(posted(stored)),
    storedHeld: held(stored),
    computed: String(posted(computed)),
    computedHeld: held(computed),
  }
}
