import { describe, expect, test } from 'vitest'
import { cellLayout, type CellLayout } from './cell-layout.ts'
import { NodePool, NOT_PLACED } from './node-pool.ts'
import { placementRequest, type PlacementRequest, type WhatIsAsked } from './placement-request.ts'
import { poolFragmentation } from './pool-fragmentation.ts'
import { cellsThatCouldHold } from './reclaim-cells.ts'

const CELLS = { node: 8, rack: 32 }
const gang = (pods: number, unitsPerPod: number, level?: string, isRequired = true) => ({
  units: pods * unitsPerPod,
  gang: { pods, unitsPerPod, topology: level === undefined ? null : { level, isRequired } },
  grainsPerPod: 0,
})
const plain = (units: number): WhatIsAsked => ({ units, gang: null, grainsPerPod: 0 })
const part = (grainsPerPod: number): WhatIsAsked => ({ units: 0, gang: null, grainsPerPod })

function layoutOf(capacity: number, cells: Readonly<Record<string, number>> = CELLS): CellLayout {
  const made = cellLayout(capacity, cells)
  if (!made.ok) throw new Error(made.refusal)
  return made.value
}

function requestFor(pool: NodePool, asked: WhatIsAsked): PlacementRequest {
  const made = placementRequest(pool.layout, pool.grainsPerUnit, asked)
  if (!made.ok) throw new Error(made.refusal)
  return made.value
}

const place = (pool: NodePool, asked: WhatIsAsked) => pool.place(requestFor(pool, asked))

function nodesOf(pool: NodePool, placement: number): [number, number][] {
  const parts: [number, number][] = []
  for (let at = placement; at !== -1; at = pool.partBefore(at)) parts.push([pool.nodeOfPart(at), pool.grainsOfPart(at)])
  return parts.toSorted((a, b) => a[0] - b[0])
}

describe('a layout', () => {
  test('has the smallest level as its node, whatever the names, and a last node with the rest', () => {
    const layout = layoutOf(20, { hall: 32, tray: 8 })
    expect([layout.unitsPerNode, layout.nodes, layout.levels.map(({ name, cells }) => [name, cells])]).toEqual([
      8,
      3,
      [
        ['tray', 3],
        ['hall', 1],
      ],
    ])
    expect(new NodePool(layout, 1).freeIn(0, 2)).toBe(4)
  })

  const REFUSED = [
    ['no level', 64, {}, 'no-cells'],
    ['a rack that is no whole number of nodes', 64, { node: 8, rack: 20 }, 'not-whole-multiples'],
    ['half a card', 64, { node: 0.5 }, 'not-whole-units'],
    ['no cards', 0, { node: 8 }, 'not-whole-units'],
  ] as const
  test.each(REFUSED)('%s is refused', (_, capacity, cells, refusal) => {
    expect(cellLayout(capacity, cells)).toEqual({ ok: false, refusal })
  })
})

describe('what could never lie is refused by name', () => {
  const REFUSED = [
    ['a pod of more cards than a node', gang(1, 9), 'pod-larger-than-node'],
    ['more pods than a rack holds', gang(5, 8, 'rack'), 'larger-than-cell'],
    ['more than there is', plain(65), 'larger-than-pool'],
    ['more pods than fit beside each other', gang(9, 5), 'larger-than-pool'],
    ['a level that the layout lacks', gang(1, 1, 'row'), 'level-unknown'],
    ['a whole card as a part', part(7), 'part-larger-than-card'],
    ['nothing', plain(0), 'nothing-asked'],
  ] as const
  test.each(REFUSED)('%s', (_, asked, refusal) => {
    expect(placementRequest(layoutOf(64), 7, asked)).toEqual({ ok: false, refusal })
  })
})

describe('best fit', () => {
  test('a pod goes to the node with the least free cards that fits, ties to the lowest', () => {
    const pool = new NodePool(layoutOf(32), 1)
    place(pool, plain(5))
    const placement = place(pool, plain(3))
    expect(nodesOf(pool, placement)).toEqual([[0, 3]])
    expect(nodesOf(pool, place(pool, plain(1)))).toEqual([[1, 1]])
  })

  test('24 cards without a gang are three whole nodes; 20 are two and a rest, together in one rack', () => {
    const pool = new NodePool(layoutOf(64), 1)
    expect(nodesOf(pool, place(pool, plain(24)))).toEqual([
      [0, 8],
      [1, 8],
      [2, 8],
    ])
    place(pool, plain(4))
    expect(nodesOf(pool, place(pool, plain(20)))).toEqual([
      [4, 8],
      [5, 8],
      [6, 4],
    ])
  })

  test('the rest of a job shares a node when no rack holds all of it', () => {
    const pool = new NodePool(layoutOf(64), 1)
    for (const [rack, units] of [
      [0, 4],
      [0, 8],
      [0, 8],
      [0, 8],
      [1, 8],
      [1, 8],
    ] as const) {
      pool.placeIn(requestFor(pool, plain(units)), 1, rack)
    }
    expect(nodesOf(pool, place(pool, plain(20)))).toEqual([
      [0, 4],
      [6, 8],
      [7, 8],
    ])
  })

  test('a gang takes the rack that could hold the fewest more, not the emptiest', () => {
    const pool = new NodePool(layoutOf(96), 1)
    for (let count = 0; count < 2; count += 1)
      expect(pool.placeIn(requestFor(pool, plain(8)), 1, 1)).not.toBe(NOT_PLACED)
    expect(nodesOf(pool, place(pool, gang(2, 8, 'rack')))).toEqual([
      [6, 8],
      [7, 8],
    ])
  })

  test('a gang that must lie in one rack does not lie in two; one that should, does', () => {
    const pool = new NodePool(layoutOf(64), 1)
    for (const rack of [0, 1]) pool.placeIn(requestFor(pool, plain(8)), 1, rack)
    const required = requestFor(pool, gang(4, 8, 'rack'))
    expect(pool.fits(required)).toBe(false)
    expect(pool.obstacle(required)).toEqual({
      reason: 'fragmented',
      askedGrains: 32,
      freeGrains: 48,
      podsThatFit: 3,
    })
    expect(place(pool, gang(4, 8, 'rack', false))).not.toBe(NOT_PLACED)
    expect(pool.obstacle(required)?.reason).toBe('too-little-free')
  })

  test('parts fill the fullest card that has room, and a started card is no whole one', () => {
    const pool = new NodePool(layoutOf(8), 7)
    place(pool, part(3))
    place(pool, part(5))
    place(pool, part(2))
    expect([pool.freeWholeUnits, pool.freeGrains]).toEqual([6, 6 * 7 + 2 + 2])
    expect(place(pool, plain(7))).toBe(NOT_PLACED)
    expect(nodesOf(pool, place(pool, plain(6)))).toEqual([[0, 42]])
  })
})

describe('nodes come and go', () => {
  test('a node that is out takes nothing; what lies on it stays and is free again when it is back', () => {
    const pool = new NodePool(layoutOf(16), 1)
    const placement = place(pool, plain(8))
    pool.takeOut(0)
    pool.release(placement)
    expect([pool.installedUnits, pool.freeWholeUnits, pool.freeIn(0, 0)]).toEqual([8, 8, 0])
    pool.putBack(0)
    expect([pool.installedUnits, pool.freeWholeUnits]).toEqual([16, 16])
  })

  test('a placement is not released twice', () => {
    const pool = new NodePool(layoutOf(16), 1)
    const placement = place(pool, plain(8))
    pool.release(placement)
    expect(() => pool.release(placement)).toThrow('released once')
  })
})

test('reclaim asks what would fit if some were gone, and nothing has happened', () => {
  const pool = new NodePool(layoutOf(64), 1)
  const running = Array.from({ length: 8 }, () => place(pool, plain(8)))
  const wanted = requestFor(pool, gang(2, 8, 'rack'))
  const mark = pool.mark()
  pool.release(running[0]!)
  expect(pool.fits(wanted)).toBe(false)
  pool.release(running[1]!)
  expect(pool.fitsIn(wanted, 1, 0)).toBe(true)
  pool.rollback(mark)
  expect([pool.freeWholeUnits, pool.fits(wanted)]).toEqual([0, false])
  pool.release(running[1]!)
  expect(nodesOf(pool, place(pool, plain(8)))).toEqual([[1, 8]])
})

test('reclaim looks first at the rack that lacks least, and not at one without the nodes', () => {
  const pool = new NodePool(layoutOf(96), 1)
  for (let count = 0; count < 12; count += 1) place(pool, plain(8))
  const mark = pool.mark()
  for (const node of [8, 9]) pool.takeOut(node)
  const wanted = requestFor(pool, gang(3, 8, 'rack'))
  expect(cellsThatCouldHold(pool, wanted, 1, 9)).toEqual([0, 1])
  pool.rollback(mark)
  expect(cellsThatCouldHold(pool, wanted, 1, 2)).toEqual([0, 1])
})

test('fragmentation is what the usual requests cannot use of what is free', () => {
  const pool = new NodePool(layoutOf(16), 1)
  for (const node of [0, 1]) pool.placeIn(requestFor(pool, plain(node === 0 ? 6 : 3)), 0, node)
  const usual = [4, 8].map((units) => ({ request: requestFor(pool, plain(units)), count: units === 4 ? 3 : 1 }))
  // 2 + 5 are free. Pods of 4 (three of four) cannot use 2 of them, pods of 8 none of the 7: (3 x 2 + 7) / 4 = 3.25.
  expect(poolFragmentation(pool, usual)).toEqual({ freeGrains: 7, fragmentedGrains: 3, shareOfFreeBasisPoints: 4286 })
})
