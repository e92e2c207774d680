// How long one placement takes on 32,500 nodes of 8 cards that are 95 % full, and in racks of 64: nanoseconds for placing and
// releasing once. `npm run bench -- placement`. Prints figures; it judges nothing.
import { cellLayout } from '../../src/domain/placement/cell-layout.ts'
import { NodePool, NOT_PLACED } from '../../src/domain/placement/node-pool.ts'
import { placementRequest, type PlacementRequest } from '../../src/domain/placement/placement-request.ts'
import { seededRandom, wholeNumber } from '../kit/share-trees.ts'

const NODES = 32_500
const ROUNDS = 200_000
const made = cellLayout(NODES * 8, { node: 8, rack: 64 })
if (!made.ok) throw new Error(made.refusal)
const layout = made.value

function request(
  grainsPerUnit: number,
  pods: number,
  unitsPerPod: number,
  rest: { rack?: true; grains?: number } = {},
) {
  const topology = rest.rack === true ? { level: 'rack', isRequired: true } : null
  const gang = { pods, unitsPerPod, topology }
  const asked = placementRequest(layout, grainsPerUnit, { units: 0, gang, grainsPerPod: rest.grains ?? 0 })
  if (!asked.ok) throw new Error(asked.refusal)
  return asked.value
}

function plain(units: number): PlacementRequest {
  const asked = placementRequest(layout, 1, { units, gang: null, grainsPerPod: 0 })
  if (!asked.ok) throw new Error(asked.refusal)
  return asked.value
}

/** Fills to 95 % with pods of 1, 2, 4 and 8 cards, having released and placed at random, so that no order is left. */
function fullPool(grainsPerUnit: number): { pool: NodePool; placed: number[]; requests: readonly PlacementRequest[] } {
  const random = seededRandom(1)
  const pool = new NodePool(layout, grainsPerUnit)
  const requests = [1, 2, 4, 8].map((units) => request(grainsPerUnit, 1, units))
  const placed: number[] = []
  const any = () => requests[wholeNumber(random, 0, 3)]!
  for (let turn = 0; turn < 3; turn += 1) {
    while (pool.freeWholeUnits > layout.capacity * 0.05) {
      const placement = pool.place(any())
      if (placement !== NOT_PLACED) placed.push(placement)
    }
    if (turn === 2) break
    for (let count = placed.length * 0.3; count > 0; count -= 1) releaseAny(pool, placed, random)
  }
  return { pool, placed, requests }
}

function releaseAny(pool: NodePool, placed: number[], random: () => number): void {
  const at = wholeNumber(random, 0, placed.length - 1)
  pool.release(placed[at]!)
  placed[at] = placed.at(-1)!
  placed.pop()
}

const figures: Record<string, string | number>[] = []

function measure(what: string, rounds: number, work: () => void): void {
  for (let round = 0; round < rounds / 10; round += 1) work()
  const from = performance.now()
  for (let round = 0; round < rounds; round += 1) work()
  figures.push({ what, nanoseconds: Math.round(((performance.now() - from) * 1e6) / rounds) })
}

const { pool, placed, requests } = fullPool(1)
const random = seededRandom(2)
measure('one pod of 1, 2, 4 or 8 cards: release one, place one', ROUNDS, () => {
  releaseAny(pool, placed, random)
  const placement = pool.place(requests[wholeNumber(random, 0, 3)]!)
  if (placement !== NOT_PLACED) placed.push(placement)
})
const GANGS: readonly [string, PlacementRequest][] = [
  ['2 pods of 8 in one rack', request(1, 2, 8, { rack: true })],
  ['8 pods of 8 in one rack', request(1, 8, 8, { rack: true })],
  ['16 pods of 4 in one rack', request(1, 16, 4, { rack: true })],
  ['64 pods of 8 anywhere', request(1, 64, 8)],
  ['20 cards without a gang', plain(20)],
]
for (const [name, gang] of GANGS) {
  // A whole rack and whole nodes are made free first, so that the gang has a place and is really placed.
  const mark = pool.mark()
  for (let at = 0; !pool.fits(gang) && at < placed.length; at += 1) pool.release(placed[at]!)
  measure(`${name}: fits`, ROUNDS, () => pool.fits(gang))
  measure(`${name}: place and release, taken back`, ROUNDS / 10, () => {
    const inner = pool.mark()
    pool.release(pool.place(gang))
    pool.rollback(inner)
  })
  while (pool.place(gang) !== NOT_PLACED);
  measure(`${name}: found not to fit`, ROUNDS, () => pool.fits(gang))
  pool.rollback(mark)
}
const parts = fullPool(1000)
const part = [100, 250, 500, 700].map((grains) => request(1000, 1, 0, { grains }))
measure('a part of a card: release one, place one', ROUNDS, () => {
  releaseAny(parts.pool, parts.placed, random)
  const placement = parts.pool.place(part[wholeNumber(random, 0, 3)]!)
  if (placement !== NOT_PLACED) parts.placed.push(placement)
})
const together = request(1000, 8, 0, { grains: 700 })
measure('8 parts of a card on one node: fits', 200, () => parts.pool.fits(together))
console.table(figures)
