// I11 for outsiders: proofs are those of RFC 6962 written anew, come from tiles alone, and prove nothing else; a witness signs
// one history only, whatever it is sent.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations/ledger-proof.test.ts. More of them: WEIR_SEEDS=20000.
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { LogTree, type SubtreeRoot } from '../../src/domain/ledger/log-tree.ts'
import { checkpointText, type Checkpoint } from '../../src/domain/proof/checkpoint.ts'
import { ED25519, noteText, signNote, verifierKey, type VerifyEd25519 } from '../../src/domain/proof/note.ts'
import {
  entryBundle,
  readEntryBundle,
  readTilePath,
  subtreeHash,
  tileOfSubtree,
  tilePath,
  tilesOf,
  type Tile,
} from '../../src/domain/proof/tiles.ts'
import {
  consistencyRanges,
  inclusionRanges,
  joinedHash,
  leafHashOf,
  provesConsistency,
  provesInclusion,
  wholeSubtrees,
  type LeafRange,
} from '../../src/domain/proof/tree.ts'
import { witness, witnessRequestText } from '../../src/domain/proof/witness.ts'
import { seededRandom, wholeNumber } from '../kit/share-trees.ts'
import { consistencyPath, inclusionPath, sha256, treeHash } from '../kit/slow-tree.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Math.ceil(Number(process.env['WEIR_SEEDS'] ?? 200) / 5) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)
const HASH = 32

/** A log as its tiles show it. */
class Tiled {
  readonly leaves: Uint8Array[] = []
  readonly #whole: SubtreeRoot[] = []
  readonly #tree = new LogTree(sha256)

  grow(size: number, seed: string): void {
    while (this.leaves.length < size) {
      const leaf = leafHashOf(sha256, Buffer.from(`${seed} ${this.leaves.length}`))
      this.leaves.push(leaf)
      this.#tree.append(leaf, this.#whole)
    }
  }

  root(size = this.leaves.length): Uint8Array {
    return treeHash(this.leaves.slice(0, size))
  }

  /** The hashes of a tile, of a log that had `width` of them. */
  hashes({ level, index, width }: Tile): Uint8Array {
    const first = 256 * index
    const above = this.#whole.filter((root) => root.level === level)
    const row = level === 0 ? this.leaves : above.map(({ hash }) => hash)
    return Buffer.concat(row.slice(first, first + width))
  }

  proof(ranges: readonly LeafRange[], size: number): Uint8Array[] {
    return ranges.map((range) => {
      const hashes = wholeSubtrees(range).map((subtree) => {
        const tile = tileOfSubtree(subtree, size)
        expect(tilesOf(tile.level, size)).toContainEqual(tile)
        return subtreeHash(sha256, subtree, this.hashes(tile))
      })
      return joinedHash(sha256, hashes)
    })
  }
}

function hex(hashes: readonly Uint8Array[]): string[] {
  return hashes.map((hash) => Buffer.from(hash).toString('hex'))
}

/** Everything that a proof may not survive: a bit of a hash, a hash less, one more, two swapped. */
function spoilt(proof: readonly Uint8Array[], random: () => number): Uint8Array[][] {
  const more = [...proof, sha256(Buffer.of(7))]
  if (proof.length === 0) return [more]
  const at = wholeNumber(random, 0, proof.length - 1)
  const bytes = Buffer.from(proof[at]!)
  bytes[wholeNumber(random, 0, HASH - 1)]! ^= 1 << wholeNumber(random, 0, 7)
  const others = [more, proof.toSpliced(at, 1), proof.toSpliced(at, 1, bytes)]
  return proof.length > 1 ? [...others, [...proof.slice(1), proof[0]!]] : others
}

test('I11: an entry is proved to be in the log from its tiles, as RFC 6962 says, and nothing else is', () => {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const log = new Tiled()
    const size = random() < 0.2 ? wholeNumber(random, 500, 900) : wholeNumber(random, 1, 70)
    log.grow(size, `log ${seed}`)
    const root = log.root()
    for (let tries = 0; tries < 6; tries += 1) {
      const index = wholeNumber(random, 0, size - 1)
      const proof = log.proof(inclusionRanges(index, size), size)
      expect(hex(proof), `seed ${seed}: ${index} of ${size}`).toEqual(hex(inclusionPath(index, log.leaves)))
      const claim = { leafHash: log.leaves[index]!, index, size, root, proof }
      expect(provesInclusion(sha256, claim), `seed ${seed}: ${index} of ${size}`).toBe(true)
      const other = (index + wholeNumber(random, 1, Math.max(1, size - 1))) % size
      const wrong = [
        ...spoilt(proof, random).map((changed) => ({ ...claim, proof: changed })),
        { ...claim, leafHash: sha256(Buffer.of(1)) },
        { ...claim, root: sha256(Buffer.of(2)) },
        { ...claim, index: size + index },
        { ...claim, index: -1 },
        ...(other === index ? [] : [{ ...claim, index: other }]),
      ]
      for (const [at, one] of wrong.entries()) expect(provesInclusion(sha256, one), `seed ${seed}: ${at}`).toBe(false)
    }
  }
})

test('I11: a log is proved to begin a longer one from its tiles, and a fork or a shorter one is not', () => {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const log = new Tiled()
    const to = random() < 0.2 ? wholeNumber(random, 500, 900) : wholeNumber(random, 1, 70)
    log.grow(to, `log ${seed}`)
    const fork = new Tiled()
    fork.grow(to, `fork ${seed}`)
    for (let tries = 0; tries < 6; tries += 1) {
      const from = wholeNumber(random, 1, to)
      const proof = log.proof(consistencyRanges(from, to), to)
      expect(hex(proof), `seed ${seed}: ${from} to ${to}`).toEqual(hex(consistencyPath(from, log.leaves)))
      const claim = { from: { size: from, root: log.root(from) }, to: { size: to, root: log.root() }, proof }
      expect(provesConsistency(sha256, claim), `seed ${seed}: ${from} to ${to}`).toBe(true)
      const wrong = [
        ...spoilt(proof, random).map((changed) => ({ ...claim, proof: changed })),
        { ...claim, from: { size: from, root: fork.root(from) } },
        { ...claim, to: { size: to, root: fork.root() } },
        { ...claim, from: claim.to, to: { size: to - 1, root: claim.from.root } },
      ]
      for (const [at, one] of wrong.entries()) expect(provesConsistency(sha256, one), `seed ${seed}: ${at}`).toBe(false)
    }
  }
})

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const rawKey = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
const ORIGIN = 'weir.example/log/kr'
const KEY = verifierKey(sha256, ORIGIN, ED25519, rawKey)
const verifies: VerifyEd25519 = ({ message, signature, publicKey: raw }) =>
  Buffer.from(raw).equals(rawKey) && verify(null, message, publicKey, signature)

function signed(checkpoint: Checkpoint): string {
  const text = checkpointText(checkpoint)
  return noteText({ text, signatures: [signNote(text, KEY, (message) => sign(null, message, privateKey))] })
}

test('I11: a witness signs one growing history, whatever a log with the right key sends it', () => {
  const seen = new Set<string>()
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const logs = [new Tiled(), new Tiled()]
    let last: Checkpoint | null = null
    const sides: number[] = []
    const means = {
      sha256,
      verify: verifies,
      keysOf: (of: string) => (of === ORIGIN ? [KEY] : null),
      lastOf: () => last,
    }
    for (let asked = 0; asked < 12; asked += 1) {
      const before: Checkpoint | null = last
      const isFork = random() < 0.3
      const log = logs[isFork ? 1 : 0]!
      log.grow(log.leaves.length + wholeNumber(random, 0, 9), `${isFork} ${seed}`)
      const size = random() < 0.2 ? wholeNumber(random, 0, log.leaves.length) : log.leaves.length
      const oldSize: number = random() < 0.9 ? (before?.size ?? 0) : wholeNumber(random, 0, 40)
      const ranges = oldSize > 0 && oldSize <= size ? consistencyRanges(oldSize, size) : []
      const whole = log.proof(ranges, log.leaves.length)
      const proof = random() < 0.1 ? spoilt(whole, random)[0]! : whole
      const origin = random() < 0.05 ? 'weir.example/log/vn' : ORIGIN
      const root = log.root(size)
      const answer = witness(witnessRequestText(oldSize, proof, signed({ origin, size, root })), means)
      const isHonest = proof === whole && origin === ORIGIN && oldSize === (before?.size ?? 0) && size >= oldSize
      const continues =
        before === null ||
        before.size === 0 ||
        (size >= before.size && hex([log.root(before.size)])[0] === hex([before.root])[0])
      expect(answer.ok, `seed ${seed}, ${asked}: ${JSON.stringify(answer)}`).toBe(isHonest && continues)
      seen.add(answer.ok ? 'signed' : answer.refusal)
      if (!answer.ok) continue
      last = answer.value
      if (size > 0) sides.push(isFork ? 1 : 0)
    }
    expect(new Set(sides).size, `seed ${seed}: one history`).toBeLessThanOrEqual(1)
  }
  if (SEEDS >= 20)
    expect([...seen].toSorted()).toEqual([
      'old-size-beyond-checkpoint',
      'old-size-differs',
      'origin-unknown',
      'proof-wrong',
      'root-differs',
      'signed',
    ])
})

test('a checkpoint that its log has not signed is not co-signed', () => {
  const text = checkpointText({ origin: ORIGIN, size: 0, root: treeHash([]) })
  const other = generateKeyPairSync('ed25519').privateKey
  const forged = noteText({ text, signatures: [signNote(text, KEY, (message) => sign(null, message, other))] })
  const means = { sha256, verify: verifies, keysOf: () => [KEY], lastOf: () => null }
  expect(witness(witnessRequestText(0, [], forged), means)).toEqual({ ok: false, refusal: 'signature-missing' })
})

test('tiles and bundles are named and read back in one form', () => {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const size = wholeNumber(random, 0, 2_000_000)
    for (const level of [0, 1, 2, 'entries'] as const) {
      const tiles = tilesOf(level, size)
      const count = level === 'entries' ? size : Math.floor(size / 256 ** level)
      expect(tiles.reduce((sum, { width }) => sum + width, 0)).toBe(count)
      const tile = tiles[wholeNumber(random, 0, Math.max(0, tiles.length - 1))]
      if (tile !== undefined) expect(readTilePath(tilePath(tile))).toEqual(tile)
    }
    const leaves = Array.from({ length: wholeNumber(random, 0, 30) }, () =>
      Buffer.alloc(wholeNumber(random, 0, 700), seed),
    )
    const bundle = entryBundle(leaves)
    expect(readEntryBundle(bundle)?.map((leaf) => Buffer.from(leaf))).toEqual(leaves)
    if (bundle.length > 0) expect(readEntryBundle(bundle.slice(0, -1))).toBeNull()
  }
})

// The tree that Certificate Transparency's own tests use.
const CT_LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const CT_ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

test('the published roots of Certificate Transparency are those of both trees', () => {
  const leaves = CT_LEAVES.map((leaf) => leafHashOf(sha256, Buffer.from(leaf, 'hex')))
  const tree = new LogTree(sha256)
  for (const [at, leaf] of leaves.entries()) {
    tree.append(leaf, [])
    expect(hex([tree.root(), treeHash(leaves.slice(0, at + 1))])).toEqual([CT_ROOTS[at], CT_ROOTS[at]])
  }
})
