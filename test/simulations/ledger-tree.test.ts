// I11: the tree of a log that grows batch by batch has the roots that RFC 6962 says, whoever took it up in between, and what it
// keeps for tiles are the roots of whole subtrees.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations/ledger-tree.test.ts. More of them: WEIR_SEEDS=20000.
import { expect, test } from 'vitest'
import { LogTree, type SubtreeRoot } from '../../src/domain/ledger/log-tree.ts'
import { sha256, treeHash } from '../kit/slow-tree.ts'
import { seededRandom, wholeNumber } from '../kit/share-trees.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Math.ceil(Number(process.env['WEIR_SEEDS'] ?? 200) / 10) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)

test('I11: the tree of a growing log is the tree of RFC 6962, at every size at which somebody took it up', () => {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const leaves: Uint8Array[] = []
    const whole: SubtreeRoot[] = []
    let tree = new LogTree(sha256)
    const size = wholeNumber(random, 1, 700)
    while (leaves.length < size) {
      for (let left = wholeNumber(random, 1, 90); left > 0; left -= 1) {
        const leaf = sha256(Buffer.from(`${seed} ${leaves.length}`))
        leaves.push(leaf)
        tree.append(leaf, whole)
      }
      expect(tree.size).toBe(leaves.length)
      expect(hex(tree.root()), `seed ${seed}, ${leaves.length} leaves`).toBe(hex(treeHash(leaves)))
      if (random() < 0.5) tree = new LogTree(sha256, leaves.length, tree.frontier())
    }
    const count = Math.floor(leaves.length / 256)
    const expected = Array.from({ length: count }, (_, index) => {
      return { level: 1, index, hash: hex(treeHash(leaves.slice(256 * index, 256 * (index + 1)))) }
    })
    expect(whole.map((root) => ({ ...root, hash: hex(root.hash) }))).toEqual(expected)
  }
})

test('the tree without leaves has the hash of nothing, and two levels of tiles fit each other', () => {
  expect(hex(new LogTree(sha256).root())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  const tree = new LogTree(sha256)
  const whole: SubtreeRoot[] = []
  for (let at = 0; at < 65_536; at += 1) tree.append(sha256(Buffer.from(String(at))), whole)
  const first = whole.filter(({ level }) => level === 1)
  expect(first.map(({ index }) => index)).toEqual(first.map((_, at) => at))
  const top = whole.filter(({ level }) => level === 2)
  expect(top.map(({ level, index, hash }) => [level, index, hex(hash)])).toEqual([
    [2, 0, hex(treeHash(first.map(({ hash }) => hash)))],
  ])
  expect(hex(tree.root())).toBe(hex(top[0]!.hash))
})

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
