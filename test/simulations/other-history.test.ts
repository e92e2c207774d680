// Where another history begins: of logs that share their first entries and then differ, whoever kept the hashes of the one is told
// among which entries of the other the first different one is: to the entry behind the last whole tile, to 256 entries before.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations/other-history.test.ts. More of them: WEIR_SEEDS=2000.
import { expect, test } from 'vitest'
import { LogTree } from '../../src/domain/ledger/log-tree.ts'
import { checkpointText, readCheckpoint, type SignedCheckpoint } from '../../src/domain/proof/checkpoint.ts'
import { LogAudit, type LogFinding } from '../../src/domain/proof/log-audit.ts'
import { readSeenHashes, seenHashesText } from '../../src/domain/proof/seen-hashes.ts'
import { entryBundle } from '../../src/domain/proof/tiles.ts'
import { leafHashOf } from '../../src/domain/proof/tree.ts'
import { seededRandom, wholeNumber } from '../kit/share-trees.ts'
import { sha256 } from '../kit/slow-tree.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 60) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)
const encoder = new TextEncoder()

/** The leaves of a history; `from` on they are another one's. */
function leavesOf(size: number, from: number): Uint8Array[] {
  return Array.from({ length: size }, (_, at) => {
    const commitment = sha256(encoder.encode(`${at} ${at >= from ? 'other' : ''}`)).toBase64()
    return encoder.encode(`weir-ledger-entry/1\nsequence ${at}\nperiod 2026-11\ncommitment ${commitment}\n`)
  })
}

function checkpointOf(leaves: readonly Uint8Array[]): SignedCheckpoint {
  const tree = new LogTree(sha256)
  for (const leaf of leaves) tree.append(leafHashOf(sha256, leaf), [])
  const text = checkpointText({ origin: 'weir.test/log/hannuri', size: leaves.length, root: tree.root() })
  const checkpoint = readCheckpoint(`${text}\n\u2014 weir.test/log/hannuri AAAAAAAA\n`)
  if (checkpoint === null) throw new Error('a checkpoint')
  return checkpoint
}

function audited(leaves: readonly Uint8Array[], before: LogAudit | null, seen: SignedCheckpoint | null): LogAudit {
  const kept = before === null ? null : readSeenHashes(seenHashesText(before.hashes()))
  expect(kept?.size).toBe(before?.hashes().size)
  const trusted = { origin: null, keys: [], witnesses: [], seen, ...(kept === null ? {} : { seenHashes: kept }) }
  const audit = new LogAudit('hannuri', checkpointOf(leaves), trusted, { sha256, verify: () => true })
  for (let at = 0; at < leaves.length; at += 256) audit.takeBundle(entryBundle(leaves.slice(at, at + 256)))
  audit.end()
  return audit
}

function besidesSignature({ findings }: LogAudit): LogFinding[] {
  return findings.filter(({ problem }) => problem !== 'signature-missing')
}

test('the first entry of another history is among those that are named', () => {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const verified = wholeNumber(random, 1, 1_500)
    const seenSize = verified + wholeNumber(random, 0, 1) * wholeNumber(random, 0, 600)
    const size = seenSize + wholeNumber(random, 0, 600)
    const forkedAt = wholeNumber(random, 0, size - 1)
    const [mine, theirs] = [leavesOf(size, Infinity), leavesOf(size, forkedAt)]
    const first = audited(mine.slice(0, verified), null, null)
    const seen = checkpointOf(mine.slice(0, seenSize))
    expect(besidesSignature(audited(mine, first, seen)), `seed ${seed}`).toEqual([])
    const found = besidesSignature(audited(theirs, first, seen))
    if (forkedAt >= seenSize) {
      // What the reader saw is still its beginning.
      expect(found, `seed ${seed}`).toEqual([])
      continue
    }
    const wholeTiles = Math.floor(verified / 256) * 256
    const tile = Math.floor(forkedAt / 256) * 256
    const place =
      forkedAt < wholeTiles
        ? { problem: 'first-different-among', from: tile, to: tile + 255 }
        : forkedAt < verified || seenSize - verified === 1
          ? { problem: 'first-different', sequence: forkedAt }
          : { problem: 'first-different-among', from: verified, to: seenSize - 1 }
    expect(found.map(({ problem }) => problem)[0], `seed ${seed}`).toBe('forked')
    expect(found.slice(1), `seed ${seed}`).toEqual([place])
  }
})
