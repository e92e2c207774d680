import { describe, expect, test } from 'vitest'
import { fragmentation, fragmentScore, fragmentSum, usualPods } from './fragmentation.ts'
import { cardOf, scoreOf, type PlacementPolicy } from './placement-policies.ts'
import { PolicyPlacer } from './policy-placer.ts'
import { SharedNodes, type PodSize } from './shared-nodes.ts'

const NODE = { cpuMilli: 128_000, memoryMib: 1000, cards: 4, model: 'A' }
const pod = (cards: number, milliPerCard = 1000, rest: Partial<PodSize> = {}): PodSize => ({
  cpuMilli: 8000,
  memoryMib: 10,
  cards,
  milliPerCard,
  models: [],
  ...rest,
})
const usual = usualPods([pod(1, 500), pod(1, 500), pod(2), pod(0, 0)], 100)
const never = () => {
  throw new Error('no chance here')
}

/** One node with a half card and a whole card given out. */
function started(): SharedNodes {
  const nodes = new SharedNodes([NODE])
  nodes.lay(0, pod(1, 500), 1)
  nodes.lay(0, pod(1), 0)
  return nodes
}

describe('room', () => {
  const ROWS: readonly [string, PodSize, boolean][] = [
    ['half a card', pod(1, 500), true],
    ['two whole cards', pod(2), true],
    ['three whole cards', pod(3), false],
    ['more processors than are left', pod(1, 500, { cpuMilli: 113_000 }), false],
    ['more memory than is left', pod(1, 500, { memoryMib: 981 }), false],
    ['another model', pod(1, 500, { models: ['B'] }), false],
    ['one of two models', pod(1, 500, { models: ['B', 'A'] }), true],
    ['no card, of whatever model', pod(0, 0, { models: ['B'] }), true],
  ]
  test.each(ROWS)('%s', (_, asked, fits) => expect(started().fits(0, asked)).toBe(fits))
})

describe('scores of a node with 2 free cards, half a card and 112 processors', () => {
  const ROWS: readonly [PlacementPolicy, PodSize, number][] = [
    // 100 - 50 x (112 x 8 / 128^2 + 2.5 x 0.5 / 8^2) = 96.3
    ['dot-product', pod(1, 500), 96],
    // 25 x 5.5 / 8 = 17.2; two kinds of pods, one of them this kind
    ['clustering', pod(1, 500), 17 + 50],
    ['clustering', pod(2), 17],
    ['clustering', pod(0, 0), 0],
    // 100 - 50 / 10 on the started card; 50 - 2 on free cards of a started node
    ['packing', pod(1, 500), 95],
    ['packing', pod(1, 600), 49],
    ['packing', pod(2), 48],
    // 100 x (1 - (104 / 128 + 2 / 8) / 2) = 46.9
    ['best-fit', pod(1, 500), 46],
    ['random', pod(1, 500), 0],
  ]
  test.each(ROWS)('%s of %o', (policy, asked, score) => {
    expect(scoreOf(policy, { nodes: started(), node: 0, usual }, asked)).toBe(score)
  })

  test('an empty node has its own scores', () => {
    const place = { nodes: new SharedNodes([NODE]), node: 0, usual }
    expect(scoreOf('clustering', place, pod(1))).toBe(12 + 25)
    expect(scoreOf('packing', place, pod(1))).toBe(33 - 4)
  })
})

describe('fragments', () => {
  test('what the usual pods cannot use, by how often each comes', () => {
    // Free 2500. Half cards (two of four) use all; two cards leave the 500; a pod without cards uses none: 0 + 0 + 500 + 2500.
    expect(fragmentSum(started(), 0, usual)).toBe(3000)
    expect(fragmentation(started(), usual)).toEqual({
      freeMilli: 2500,
      fragmentedMilli: 750,
      shareOfFreeBasisPoints: 3000,
    })
  })

  test('without processors all of it is fragments', () => {
    const nodes = started()
    nodes.lay(0, pod(0, 0, { cpuMilli: 110_000 }), 0)
    expect(fragmentSum(nodes, 0, usual)).toBe(2500 * 4)
  })

  test('the sizes that make up the asked share, the frequent first', () => {
    const sizes = [pod(1), pod(2), pod(1), pod(4), pod(2), pod(1)]
    const { sizes: taken, counts, countOfAll } = usualPods(sizes, 80)
    expect([taken.map(({ cards }) => cards), counts, countOfAll]).toEqual([[1, 2], [3, 2], 5])
  })

  test('a score is the whole part of 100 x sigmoid of the cards by which fragments shrink', () => {
    for (const [less, count] of [
      [0, 1],
      [1000, 1],
      [-1000, 1],
      [2700, 3],
      [-9999, 2],
      [8000, 1],
    ] as const) {
      expect(fragmentScore(less, count)).toBe(Math.floor(100 / (1 + Math.exp(-less / count / 1000))))
    }
  })

  test('descent puts half a card on the started one, chance wherever there is room, others on the tightest', () => {
    const nodes = started()
    nodes.lay(0, pod(1, 300), 2)
    const place = { nodes, node: 0, usual }
    expect(cardOf('fgd', place, pod(1, 500), never)).toBe(1)
    expect(cardOf('best-fit', place, pod(1, 600), never)).toBe(2)
    const byChance = [0, 0.999].map((value) => cardOf('random', place, pod(1, 500), () => value))
    expect(byChance, 'the last with room, or the first').toEqual([3, 1])
  })

  test('weighing a place changes nothing', () => {
    const nodes = started()
    const before = JSON.stringify([nodes.cpuFree, nodes.milliFree, nodes.cardFree])
    for (const asked of [pod(1, 500), pod(2), pod(0, 0)]) scoreOf('fgd', { nodes, node: 0, usual }, asked)
    expect(JSON.stringify([nodes.cpuFree, nodes.milliFree, nodes.cardFree])).toBe(before)
  })
})

test('a placer chooses the best node, the first of equals, and none when no node has room', () => {
  const nodes = new SharedNodes([NODE, NODE, { ...NODE, cards: 1 }])
  const placer = new PolicyPlacer(nodes, 'best-fit', usual, never)
  const one = pod(1)
  expect([placer.place(one), placer.place(pod(4)), placer.place(one)]).toEqual([2, 0, 1])
  expect(placer.place(pod(4))).toBe(-1)
})
