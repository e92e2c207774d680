// What an outsider sees of an entry: the leaf of the public log. Public kinds show their facts; of all others the leaf
// says only that there was an entry in a month, and binds it by a salted commitment, so that nobody can read a team's
// daily use from it and nobody can change it later.
import { factsText, isPublic } from './facts.ts'
import type { Entry, LedgerEvent } from './entry.ts'
import { readFacts } from './read-facts.ts'

export const LEAF_VERSION = 'weir-ledger-entry/1'
/** A bundle of leaves gives each length two bytes: https://c2sp.org/tlog-tiles. */
export const LEAF_BYTES_MAX = 2 ** 16 - 1

/**
 * The leaf's text, ASCII, every line ended by a line feed. RFC 6962 hashes its bytes with 0x00 before them.
 * @param commitment 32 bytes in base64: H(salt || committed text)
 */
export function leafText(agency: string, entry: Entry, commitment: string): string {
  const shown = isPublic(entry.event) ? factsText(agency, entry) : hiddenText(entry.event)
  return `${LEAF_VERSION}\nsequence ${entry.sequence}\n${shown}commitment ${commitment}\n`
}

function hiddenText(event: LedgerEvent): string {
  return event.event === 'transfer' ? `period ${event.transfer.period}\n` : ''
}

export interface Leaf {
  readonly sequence: number
  /** In base64. */
  readonly commitment: string
  /** null: the entry is not public. */
  readonly entry: Entry | null
  /** The month of an entry that is not public; null for public ones, whose facts say it. */
  readonly period: string | null
}

const LEAF = /^weir-ledger-entry\/1\nsequence (0|[1-9]\d{0,15})\n([^]*)commitment ([A-Za-z0-9+/]{43}=)\n$/
const HIDDEN = /^period (\d{4}-\d{2})\n$/

/** Reads a leaf; null: it is not a leaf of the agency's log, or not in its canonical form. */
export function readLeaf(text: string, agency: string): Leaf | null {
  const found = LEAF.exec(text)
  if (found === null) return null
  const [, sequenceText = '', shown = '', commitment = ''] = found
  const sequence = Number(sequenceText)
  const hidden = HIDDEN.exec(shown)
  if (hidden !== null) return { sequence, commitment, entry: null, period: hidden[1] ?? null }
  const entry = readFacts(shown, agency, sequence)
  return entry === null || !isPublic(entry.event) ? null : { sequence, commitment, entry, period: null }
}
