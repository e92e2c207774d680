// `weir ledger verify --receipt`: the proof of one entry, verified with keys that are known, without asking anybody.
import { readFileSync } from 'node:fs'
import { verifyEd25519 } from '../../adapters/proof/ed25519.ts'
import type { Language } from '../../domain/kernel/language.ts'
import { factsText } from '../../domain/ledger/facts.ts'
import { checkReceipt, readReceipt, type Receipt } from '../../domain/proof/receipt.ts'
import { sha256 } from '../../store/ledger/open-ledger.ts'
import { formatNumber } from '../../text/format.ts'
import { findingSentence } from '../../text/log-findings/text.ts'
import { CommandRefusal } from '../refusal.ts'
import { say } from './read.ts'
import { keyOf, readState, type VerifyUrlOptions } from './verify-url.ts'

/** Prints what it finds; whether nothing is wrong. */
export function verifyReceipt(file: string, options: Partial<VerifyUrlOptions>, language: Language): boolean {
  const receipt = receiptIn(file, language)
  const state = options.state === undefined ? null : readState(options.state, language)
  const keys = (options.vkey ?? state?.keys ?? []).map((key) => keyOf(key, language))
  const [first] = keys
  if (first === undefined) throw new CommandRefusal(say(language, 'receipt-needs-key'))
  const agency = options.agency ?? receipt.agency
  const trust = { agency, origin: state?.origin ?? first.name, keys }
  const { findings, proof, entry } = checkReceipt(receipt, trust, { sha256, verify: verifyEd25519 })
  if (findings.length > 0 || proof === null) {
    const lines = findings.map((finding) => `  ${findingSentence(language, finding)}\n`)
    process.stdout.write(`${say(language, 'receipt-bad', { file, findings: findings.length })}\n${lines.join('')}`)
    return false
  }
  const size = formatNumber(language, proof.checkpoint.size)
  const said = entry === null ? '' : factsText(agency, entry)
  process.stdout.write(`${say(language, 'receipt-good', { file, sequence: proof.index, size })}\n${said}`)
  return true
}

function receiptIn(file: string, language: Language): Receipt {
  let text = ''
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    // Said as any other file that is none.
  }
  const receipt = readReceipt(text)
  if (receipt === null) throw new CommandRefusal(say(language, 'receipt-malformed', { file }))
  return receipt
}
