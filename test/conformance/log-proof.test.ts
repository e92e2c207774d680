// The public log's formats: published vectors of RFC 6962 and C2SP, random trees, and other people's programs that read ours.
import { crypto as sigstore } from '@sigstore/core'
import { RFC9162 } from '@transmute/rfc9162'
import { createHash, createPublicKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { newSeed, signingKey, verifyEd25519 } from '../../src/adapters/proof/ed25519.ts'
import { LogTree, type SubtreeRoot } from '../../src/domain/ledger/log-tree.ts'
import { checkpointText, readCheckpoint } from '../../src/domain/proof/checkpoint.ts'
import {
  COSIGNATURE_V1,
  cosign,
  cosignedAt,
  ED25519,
  isSignedBy,
  noteText,
  readNote,
  readVerifierKey,
  signNote,
  verifierKey,
  verifierKeyText,
} from '../../src/domain/proof/note.ts'
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
import { readTlogProof, tlogProofText } from '../../src/domain/proof/tlog-proof.ts'
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
import { witness, witnessRequestText, type WitnessMeans } from '../../src/domain/proof/witness.ts'
import { seededRandom } from '../kit/share-trees.ts'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

// The leaves and roots of the tests of Certificate Transparency, the first log of RFC 6962.
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

/** A log in memory whose proofs come out of its tiles, as a reader gets them. */
class Log {
  readonly leafHashes: Uint8Array[] = []
  readonly roots: Uint8Array[] = [sha256(new Uint8Array())]
  readonly #whole: SubtreeRoot[] = []
  readonly #tree = new LogTree(sha256)

  constructor(leaves: Iterable<Uint8Array>) {
    for (const leaf of leaves) {
      const hash = leafHashOf(sha256, leaf)
      this.leafHashes.push(hash)
      this.#tree.append(hash, this.#whole)
      this.roots.push(this.#tree.root())
    }
  }

  tile({ level, index, width }: Tile): Uint8Array {
    const hashes =
      level === 0
        ? this.leafHashes
        : this.#whole
            .filter((one) => one.level === level)
            .toSorted((a, b) => a.index - b.index)
            .map(({ hash }) => hash)
    return Buffer.concat(hashes.slice(index * 256, index * 256 + width))
  }

  hashes(ranges: readonly LeafRange[], size: number): Uint8Array[] {
    return ranges.map((range) =>
      joinedHash(
        sha256,
        wholeSubtrees(range).map((subtree) => subtreeHash(sha256, subtree, this.tile(tileOfSubtree(subtree, size)))),
      ),
    )
  }
}

function someLeaves(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, n) => Buffer.from(`leaf ${n}`))
}

describe('the tree', () => {
  test('has the published roots', () => {
    const log = new Log(CT_LEAVES.map((text) => Buffer.from(text, 'hex')))
    expect(log.roots.slice(1).map(hex)).toEqual(CT_ROOTS)
    expect(hex(log.roots[0] ?? Buffer.alloc(0))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
  })

  test('goes on from its frontier as if it had never been put away', () => {
    const leaves = someLeaves(700)
    const whole = new Log(leaves)
    let tree = new LogTree(sha256)
    for (const leaf of leaves) {
      tree = new LogTree(sha256, tree.size, tree.frontier())
      tree.append(leafHashOf(sha256, leaf), [])
      expect(hex(tree.root())).toBe(hex(whole.roots[tree.size] ?? Buffer.alloc(0)))
    }
  })

  test('proves every leaf of every small tree, and another program agrees', async () => {
    const log = new Log(someLeaves(40))
    for (let size = 1; size <= 40; size += 1) {
      const root = log.roots[size] ?? Buffer.alloc(0)
      for (let index = 0; index < size; index += 1) {
        const leafHash = log.leafHashes[index] ?? Buffer.alloc(0)
        const proof = log.hashes(inclusionRanges(index, size), size)
        expect(provesInclusion(sha256, { leafHash, index, size, root, proof })).toBe(true)
        const theirs = { log_id: '', tree_size: size, leaf_index: index, inclusion_path: proof }
        expect(await RFC9162.verifyInclusionProof(root, leafHash, theirs)).toBe(true)
        expect(provesInclusion(sha256, { leafHash, index: (index + 1) % (size + 1), size, root, proof })).toBe(false)
        expect(provesInclusion(sha256, { leafHash: root, index, size, root, proof: [...proof, root] })).toBe(false)
        const other = log.leafHashes[(index + 1) % 40] ?? root
        expect(provesInclusion(sha256, { leafHash: other, index, size, root, proof })).toBe(false)
      }
    }
  })

  test('proves that every small tree begins every larger one, and another program agrees', async () => {
    const log = new Log(someLeaves(40))
    for (let to = 1; to <= 40; to += 1) {
      for (let from = 1; from <= to; from += 1) {
        const [first, second] = [log.roots[from] ?? Buffer.alloc(0), log.roots[to] ?? Buffer.alloc(0)]
        const proof = log.hashes(consistencyRanges(from, to), to)
        const claim = { from: { size: from, root: first }, to: { size: to, root: second }, proof }
        expect(provesConsistency(sha256, claim), `${from} to ${to}`).toBe(true)
        if (from < to) {
          // They leave it to the caller to put the first root before the proof where the old tree is whole.
          const path = wholeSubtrees({ begin: 0, end: from }).length === 1 ? [first, ...proof] : proof
          const theirs = { log_id: '', tree_size_1: from, tree_size_2: to, consistency_path: path }
          expect(await RFC9162.verifyConsistencyProof(first, second, theirs)).toBe(true)
        }
        const forged = { size: from, root: log.leafHashes[0] ?? first }
        expect(provesConsistency(sha256, { ...claim, from: forged })).toBe(from === 1)
        expect(provesConsistency(sha256, { ...claim, to: { size: to, root: sha256(second) } })).toBe(false)
        expect(provesConsistency(sha256, { ...claim, proof: [...proof, first] })).toBe(false)
        if (proof.length > 0) expect(provesConsistency(sha256, { ...claim, proof: proof.slice(1) })).toBe(false)
      }
    }
  })

  test('proves from tiles of two levels', () => {
    const random = seededRandom(7)
    const size = 70_000
    const log = new Log(someLeaves(size))
    for (let n = 0; n < 200; n += 1) {
      const index = Math.floor(random() * size)
      const upTo = index + 1 + Math.floor(random() * (size - index))
      const root = log.roots[upTo] ?? Buffer.alloc(0)
      const proof = log.hashes(inclusionRanges(index, upTo), upTo)
      const leafHash = log.leafHashes[index] ?? Buffer.alloc(0)
      expect(provesInclusion(sha256, { leafHash, index, size: upTo, root, proof })).toBe(true)
      const from = { size: index + 1, root: log.roots[index + 1] ?? root }
      const consistency = log.hashes(consistencyRanges(index + 1, upTo), upTo)
      expect(provesConsistency(sha256, { from, to: { size: upTo, root }, proof: consistency })).toBe(true)
    }
  })
})

describe('tiles', () => {
  test.each<[Tile, string]>([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 3, index: 1_234_067, width: 256 }, 'tile/3/x001/x234/067'],
    [{ level: 'entries', index: 273, width: 112 }, 'tile/entries/273.p/112'],
    [{ level: 0, index: 1_000, width: 1 }, 'tile/0/x001/000.p/1'],
  ])('have one path each', (tile, path) => {
    expect(tilePath(tile)).toBe(path)
    expect(readTilePath(path)).toEqual(tile)
  })

  test.each([
    'tile/0/0',
    'tile/0/0000',
    'tile/0/x000/001',
    'tile/64/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/257',
    '/tile/0/000',
    'tile/x/000',
    'tile/0/001/000',
  ])('%s is none', (path) => expect(readTilePath(path)).toBeNull())

  test('of a log of 70,000 entries are those of the specification', () => {
    // c2sp.org/tlog-tiles: 273 full and one partial tile of level 0, one full and one partial of level 1, one of level 2.
    expect(tilesOf(0, 70_000)).toHaveLength(274)
    expect(tilesOf(0, 70_000).at(-1)).toEqual({ level: 0, index: 273, width: 112 })
    expect(tilesOf(1, 70_000)).toEqual([
      { level: 1, index: 0, width: 256 },
      { level: 1, index: 1, width: 17 },
    ])
    expect(tilesOf(2, 70_000)).toEqual([{ level: 2, index: 0, width: 1 }])
  })

  test('bundles are read back', () => {
    const leaves = [Buffer.from('a'), Buffer.alloc(0), Buffer.alloc(300, 7)]
    const bundle = entryBundle(leaves)
    expect(readEntryBundle(bundle)?.map(hex)).toEqual(leaves.map(hex))
    expect(readEntryBundle(bundle.slice(0, -1))).toBeNull()
  })
})

describe('a signed note', () => {
  const EXAMPLE_KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
  const EXAMPLE =
    'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n'

  test('of the specification is verified', () => {
    const key = readVerifierKey(sha256, EXAMPLE_KEY)
    const note = readNote(EXAMPLE)
    if (key === null || note === null) throw new Error('both are read')
    expect(isSignedBy(note, key, verifyEd25519)).toBe(true)
    expect([verifierKeyText(key), noteText(note)]).toEqual([EXAMPLE_KEY, EXAMPLE])
    expect(isSignedBy({ ...note, text: 'This is another message.\n' }, key, verifyEd25519)).toBe(false)
    expect(readVerifierKey(sha256, EXAMPLE_KEY.replace('530d', '530e'))).toBeNull()
    expect(readNote(EXAMPLE.trimEnd())).toBeNull()
  })

  const { publicKey, sign } = signingKey(newSeed())
  const key = verifierKey(sha256, 'weir.example/log/kr', ED25519, publicKey)
  const text = checkpointText({ origin: 'weir.example/log/kr', size: 3, root: Buffer.alloc(32, 9) })
  const signed = noteText({ text, signatures: [signNote(text, key, sign)] })

  test('of ours is verified by another program', () => {
    const [, signature] = signed.split('\n\n')
    const bytes = Buffer.from(signature?.split(' ')[2] ?? '', 'base64')
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey])
    const spki = createPublicKey({ key: der, format: 'der', type: 'spki' }).export({ format: 'pem', type: 'spki' })
    const theirs = sigstore.createPublicKey(spki.toString())
    expect(sigstore.verify(Buffer.from(text), theirs, bytes.subarray(4))).toBe(true)
    expect(sigstore.verify(Buffer.from(`${text} `), theirs, bytes.subarray(4))).toBe(false)
  })

  test('is a checkpoint, and a witness adds its own', () => {
    const checkpoint = readCheckpoint(signed)
    expect(checkpoint).toMatchObject({ origin: 'weir.example/log/kr', size: 3 })
    const other = signingKey(newSeed())
    const witnessKey = verifierKey(sha256, 'witness.example', COSIGNATURE_V1, other.publicKey)
    const own = cosign(text, witnessKey, 1_795_392_000, other.sign)
    const note = readNote(signed)
    if (note === null) throw new Error('it is read')
    const both = readNote(noteText({ ...note, signatures: [...note.signatures, own] }))
    if (both === null) throw new Error('it is read')
    expect(isSignedBy(both, key, verifyEd25519)).toBe(true)
    expect(cosignedAt(both, witnessKey, verifyEd25519)).toBe(1_795_392_000)
    expect(cosignedAt(note, witnessKey, verifyEd25519)).toBeNull()
    expect(cosignedAt({ ...both, text: `${text}x\n` }, witnessKey, verifyEd25519)).toBeNull()
  })

  test('with its proof is one file', () => {
    const hashes = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
    const proof = readTlogProof(tlogProofText(2, hashes, signed))
    expect(proof).toMatchObject({ index: 2, checkpoint: { size: 3 } })
    expect(proof?.hashes.map(hex)).toEqual(hashes.map(hex))
    expect(readTlogProof(tlogProofText(2, [Buffer.alloc(31)], signed))).toBeNull()
    expect(readTlogProof(signed)).toBeNull()
  })
})

describe('a witness', () => {
  const log = new Log(someLeaves(9))
  const { publicKey, sign } = signingKey(newSeed())
  const origin = 'weir.example/log/kr'
  const key = verifierKey(sha256, origin, ED25519, publicKey)
  const signed = (size: number, root = log.roots[size] ?? Buffer.alloc(32)): string => {
    const text = checkpointText({ origin, size, root })
    return noteText({ text, signatures: [signNote(text, key, sign)] })
  }
  const means = (last: number | null): WitnessMeans => ({
    sha256,
    verify: verifyEd25519,
    keysOf: (asked) => (asked === origin ? [key] : null),
    lastOf: () => (last === null ? null : { origin, size: last, root: log.roots[last] ?? Buffer.alloc(32) }),
  })
  const proofOf = (from: number, to: number) => log.hashes(consistencyRanges(from, to), to)
  const forged = Buffer.alloc(32, 5)

  test.each<[string, string, number | null, string]>([
    ['the first checkpoint', witnessRequestText(0, [], signed(4)), null, 'signed'],
    ['one that goes on', witnessRequestText(4, proofOf(4, 9), signed(9)), 4, 'signed'],
    ['the same once more', witnessRequestText(4, [], signed(4)), 4, 'signed'],
    ['one of another history', witnessRequestText(4, proofOf(4, 9), signed(9, forged)), 4, 'proof-wrong'],
    ['one without proof', witnessRequestText(4, [], signed(9)), 4, 'proof-wrong'],
    ['the same size with another root', witnessRequestText(4, [], signed(4, forged)), 4, 'root-differs'],
    ['a log that was rolled back', witnessRequestText(4, [], signed(4)), 9, 'old-size-differs'],
    ['one that skips what it signed', witnessRequestText(0, [], signed(9)), 4, 'old-size-differs'],
    ['one that is smaller than the old one', witnessRequestText(9, [], signed(4)), 9, 'old-size-beyond-checkpoint'],
    [
      'one that the log did not sign',
      witnessRequestText(
        0,
        [],
        signed(4).replace(/\u2014 \S+ \S+/, (line) => `${line.slice(0, -8)}AAAAAAA=`),
      ),
      null,
      'signature-missing',
    ],
    [
      'one of a log that it does not watch',
      witnessRequestText(0, [], signed(4).replaceAll(origin, 'other.example/log')),
      null,
      'origin-unknown',
    ],
    ['nonsense', 'hello', null, 'request-malformed'],
  ])('is asked for %s', (_, request, last, answer) => {
    const answered = witness(request, means(last))
    expect(answered.ok ? 'signed' : answered.refusal).toBe(answer)
  })
})
