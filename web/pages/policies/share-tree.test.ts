import { describe, expect, it } from 'vitest'
import type { ShareNodeBody } from '../../../src/contract/policies.ts'
import { sectorPositions } from './sector-positions.ts'
import { layOut } from './share-tree.tsx'

function node(id: string, parent: string | null, shareOfCards: number): ShareNodeBody {
  return {
    id,
    parent,
    kind: parent === null ? 'sector' : 'project',
    title: {},
    guarantee: {},
    weight: 1,
    tier: 0,
    limit: {},
    borrowingLimit: {},
    lendingLimit: {},
    cards: 0,
    referenceCards: 0,
    shareOfCards,
    shareOfCompute: 0,
  }
}

const TREE = [
  node('national', null, 0.5),
  node('models', 'national', 0.25),
  node('services', 'national', 0.125),
  node('academia', null, 0.25),
  node('lab', 'academia', 0.25),
]

describe('the drawn share tree', () => {
  it('lays siblings side by side and children under their parent', () => {
    const places = layOut(TREE, (each) => each.shareOfCards).map(({ node: { id }, depth, start, width }) => [
      id,
      depth,
      start,
      width,
    ])
    expect(places).toEqual([
      ['national', 0, 0, 0.5],
      ['models', 1, 0, 0.25],
      ['services', 1, 0.25, 0.125],
      ['academia', 0, 0.5, 0.25],
      ['lab', 1, 0.5, 0.25],
    ])
  })

  it('gives every node the place of its sector, by which it is coloured', () => {
    expect([...sectorPositions(TREE).values()]).toEqual([0, 0, 0, 1, 1])
  })
})
