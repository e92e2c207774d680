// Random pools with nodes and racks, and jobs that ask for gangs, plain sizes and parts of a card in them.
import { cellLayout } from '../../src/domain/placement/cell-layout.ts'
import type { BoardCells } from '../../src/domain/placement/job-requests.ts'
import type { Gang, JobTerms } from '../../src/domain/scheduling/demand.ts'
import type { Workload } from '../../src/simulator/workload.ts'
import { randomTree, randomWorkload, wholeNumber, type RandomTree } from './share-trees.ts'

export interface PlacedWorld {
  /** In units of the board: cards x grains. */
  readonly tree: RandomTree
  readonly cells: BoardCells
  readonly workload: Workload
  readonly terms: { readonly table: readonly JobTerms[]; readonly of: Int32Array }
}

/** The terms that a gang is added to. */
export type OtherTerms = (job: number) => Omit<JobTerms, 'gang'>

export const PLAIN_TERMS: Omit<JobTerms, 'gang'> = {
  class: 'standard',
  priority: 0,
  flavors: ['gpu'],
  checkpointEverySeconds: null,
  deadline: null,
  coAllocations: [],
}

/** A third of the worlds give out parts of cards, and most of those slices too if `slicesToo`. */
export function placedWorld(random: () => number, jobs: number, termsOf: OtherTerms, slicesToo = true): PlacedWorld {
  const cards = randomTree(random)
  const node = wholeNumber(random, 1, 8)
  const rack = node * wholeNumber(random, 1, 4)
  const made = cellLayout(cards.capacity, random() < 0.8 ? { node, rack } : { node })
  if (!made.ok) throw new Error(made.refusal)
  const grainsPerCard = random() < 0.33 ? wholeNumber(random, 2, 10) : 1
  const slice = { flavor: 'slice', grains: wholeNumber(random, 1, Math.max(1, grainsPerCard - 1)) }
  const hasSlices = slicesToo && grainsPerCard > 1 && random() < 0.6
  const cells = { layout: made.value, grainsPerCard, ...(hasSlices ? { slices: [slice] } : {}) }
  const tree = inGrains(cards, grainsPerCard)
  const history = randomWorkload(random, cards, jobs)
  const units = history.units.slice()
  const table = Array.from(units, (_, job): JobTerms => {
    if (hasSlices && random() < 0.35) {
      units[job] = slice.grains * wholeNumber(random, 1, 5)
      return { ...termsOf(job), flavors: ['slice'], gang: null }
    }
    const isPart = grainsPerCard > 1 && random() < 0.5
    const gang = random() < 0.6 ? randomGang(random, isPart ? 3 : units[job]!, node) : null
    const pods = gang?.pods ?? 1
    const part = wholeNumber(random, 1, grainsPerCard - 1)
    const each = isPart ? part : (gang?.unitsPerPod ?? 0) * grainsPerCard
    units[job] = isPart ? part * pods : units[job]! * grainsPerCard
    return { ...termsOf(job), gang: gang === null ? null : { ...gang, unitsPerPod: each } }
  })
  return { tree, cells, workload: { ...history, units }, terms: { table, of: Int32Array.from(units, (_, job) => job) } }
}

function randomGang(random: () => number, units: number, node: number): Gang {
  const sizes = Array.from({ length: Math.min(units, node) }, (_, at) => at + 1).filter((size) => units % size === 0)
  const unitsPerPod = sizes[Math.floor(random() * sizes.length)]!
  const roll = random()
  const topology = roll < 0.5 ? { level: roll < 0.4 ? 'rack' : 'node', isRequired: roll < 0.45 } : null
  return { pods: units / unitsPerPod, unitsPerPod, topology }
}

function inGrains(tree: RandomTree, grains: number): RandomTree {
  const scaled = (units: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(units).map(([flavor, amount]) => [flavor, amount * grains]))
  const nodes = tree.nodes.map((node) => ({
    ...node,
    guarantee: scaled(node.guarantee),
    limit: scaled(node.limit),
    borrowingLimit: scaled(node.borrowingLimit),
    lendingLimit: scaled(node.lendingLimit),
  }))
  return { ...tree, nodes, capacity: tree.capacity * grains }
}
