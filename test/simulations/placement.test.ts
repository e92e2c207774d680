// The fast pool of nodes against the slow one, and what must hold after each step, over random layouts and random courses of
// placing, releasing, taking nodes out and taking everything back. WEIR_SEED=123 one seed; WEIR_SEEDS=20000 more of them.
import { expect, test } from 'vitest'
import { cellLayout, type CellLayout } from '../../src/domain/placement/cell-layout.ts'
import { NodePool, NOT_PLACED } from '../../src/domain/placement/node-pool.ts'
import { placementRequest, type PlacementRequest } from '../../src/domain/placement/placement-request.ts'
import { seededRandom, wholeNumber } from '../kit/share-trees.ts'
import { SlowNodePool, type SlowPart } from './slow-node-pool.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 300) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)

interface Course {
  readonly layout: CellLayout
  readonly grainsPerUnit: number
  readonly fast: NodePool
  readonly slow: SlowNodePool
  /** Placements of the fast pool by the name in the slow one. */
  readonly placed: Map<number, number>
  next: number
}

function courseOf(random: () => number): Course {
  const node = wholeNumber(random, 1, 8)
  const rack = node * wholeNumber(random, 1, 4)
  const cells = random() < 0.8 ? { node, rack, hall: rack * wholeNumber(random, 1, 3) } : { node }
  const capacity = wholeNumber(random, 1, node * 12)
  const made = cellLayout(capacity, cells)
  if (!made.ok) throw new Error(made.refusal)
  const grainsPerUnit = [1, 7, 1000][wholeNumber(random, 0, 2)]!
  const layout = made.value
  const fast = new NodePool(layout, grainsPerUnit)
  return { layout, grainsPerUnit, fast, slow: new SlowNodePool(layout, grainsPerUnit), placed: new Map(), next: 0 }
}

function randomRequest(random: () => number, { layout, grainsPerUnit }: Course): PlacementRequest | null {
  const level = ['node', 'rack', 'hall'][wholeNumber(random, 0, 2)]!
  const topology = random() < 0.5 ? { level, isRequired: random() < 0.7 } : null
  const isGang = random() < 0.6
  const pods = wholeNumber(random, 1, 6)
  const gang = isGang ? { pods, unitsPerPod: wholeNumber(random, 1, layout.unitsPerNode), topology } : null
  const grainsPerPod = random() < 0.4 && grainsPerUnit > 1 ? wholeNumber(random, 1, grainsPerUnit - 1) : 0
  const made = placementRequest(layout, grainsPerUnit, {
    units: wholeNumber(random, 1, Math.ceil(layout.capacity / 2)),
    gang,
    grainsPerPod,
    kind: wholeNumber(random, 0, 2),
  })
  return made.ok ? made.value : null
}

/** What can be seen of a pool: each node, each sum, and what each placement has where. */
function sight({ fast, layout, placed }: Course): unknown {
  const nodes = Array.from({ length: layout.nodes }, (_, node) => [fast.freeIn(0, node), fast.isNodeOut(node)])
  const sums = [fast.freeGrains, fast.freeWholeUnits, fast.installedUnits, fast.mostFreeUnits]
  return { nodes, sums, placed: [...placed].map(([name, placement]) => [name, partsOf(fast, placement)]) }
}

function partsOf(fast: NodePool, placement: number): (readonly [number, number])[] {
  const parts: (readonly [number, number])[] = []
  for (let part = placement; part !== -1; part = fast.partBefore(part)) {
    parts.push([fast.nodeOfPart(part), fast.grainsOfPart(part)])
  }
  return parts
}

function grainsByNode(course: Course, parts: readonly SlowPart[]): Map<number, number> {
  const sums = new Map<number, number>()
  for (const part of parts) {
    const node = 'node' in part ? part.node : Math.floor(part.card / course.layout.unitsPerNode)
    const grains = 'node' in part ? part.units * course.grainsPerUnit : part.grains
    sums.set(node, (sums.get(node) ?? 0) + grains)
  }
  return sums
}

function expectSame(course: Course, where: string): void {
  const { fast, slow, layout } = course
  for (const state of slow.nodes()) {
    expect(state.free, `${where}: no node is overfull`).toBeGreaterThanOrEqual(0)
    expect(Math.max(...state.used), `${where}: no card is overfull`).toBeLessThanOrEqual(course.grainsPerUnit)
    const free = slow.out.has(state.node) ? 0 : slow.grainsOf(state)
    expect(fast.freeIn(0, state.node), `${where}: node ${state.node}`).toBe(free)
  }
  expect(fast.freeGrains, where).toBe(slow.freeGrains())
  for (const [name, placement] of course.placed) {
    const sums = new Map<number, number>()
    for (const [node, grains] of partsOf(fast, placement)) sums.set(node, (sums.get(node) ?? 0) + grains)
    expect(sums, `${where}: placement ${name}`).toEqual(grainsByNode(course, slow.lying.get(name)!))
  }
  expect(layout.capacity - fast.installedUnits, where).toBe(
    [...slow.out].reduce(
      (sum, node) => sum + Math.min(layout.unitsPerNode, layout.capacity - node * layout.unitsPerNode),
      0,
    ),
  )
}

/** One random step in both pools. Gives what happened, so that a test can say what its seeds reached. */
function step(course: Course, random: () => number, where: string): 'placed' | 'stays out' | 'other' {
  const { fast, slow, placed, layout } = course
  const roll = random()
  if (roll < 0.3 && placed.size > 0) {
    const name = [...placed.keys()][wholeNumber(random, 0, placed.size - 1)]!
    fast.release(placed.get(name)!)
    placed.delete(name)
    slow.lying.delete(name)
    return 'other'
  }
  if (roll < 0.4) {
    const node = wholeNumber(random, 0, layout.nodes - 1)
    if (slow.out.delete(node)) fast.putBack(node)
    else {
      slow.out.add(node)
      fast.takeOut(node)
    }
    return 'other'
  }
  const request = randomRequest(random, course)
  if (request === null) return 'other'
  const fits = fast.fits(request)
  const placement = fast.place(request)
  course.next += 1
  const isPlaced = slow.place(course.next, request)
  expect([fits, placement !== NOT_PLACED], `${where}: ${JSON.stringify(request)}`).toEqual([isPlaced, isPlaced])
  expect(fast.obstacle(request) === null, `${where}: an obstacle stands for whoever does not fit`).toBe(
    fast.fits(request),
  )
  if (isPlaced) placed.set(course.next, placement)
  return isPlaced ? 'placed' : 'stays out'
}

test('the fast pool places what the slow one places, where it places it, and is never overfull', () => {
  const reached = { placed: 0, 'stays out': 0, other: 0 }
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const course = courseOf(random)
    for (let count = 0; count < 40; count += 1) {
      const where = `seed ${seed}, step ${count}`
      const mark = random() < 0.2 ? course.fast.mark() : null
      reached[step(course, random, where)] += 1
      if (mark !== null) course.fast.keep(mark)
      expectSame(course, where)
    }
  }
  if (ONE === undefined) expect(Math.min(...Object.values(reached))).toBeGreaterThan(SEEDS)
})

test('what is taken back is as if it had never been, also to whoever comes next', () => {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const twin = [0, 1].map(() => {
      const random = seededRandom(seed)
      const course = courseOf(random)
      for (let count = 0; count < 12; count += 1) step(course, random, `seed ${seed}`)
      return { course, random }
    })
    const [tried, plain] = [twin[0]!, twin[1]!]
    whatIf(tried.course, seededRandom(seed + 1_000_000), 2, seed)
    for (let count = 0; count < 12; count += 1) {
      step(tried.course, tried.random, `seed ${seed}`)
      step(plain.course, plain.random, `seed ${seed}`)
      expect(sight(tried.course), `seed ${seed}, ${count} steps later`).toEqual(sight(plain.course))
      const numbers = ({ placed }: Course) => [...placed.values()]
      expect(numbers(tried.course), `seed ${seed}: the same numbers`).toEqual(numbers(plain.course))
    }
  }
})

/** Random steps under a mark, some of them under marks of their own (taken back or kept), then all taken back. */
function whatIf(course: Course, random: () => number, depth: number, seed: number): void {
  const { slow, placed } = course
  const { next } = course
  const before = { sight: sight(course), lying: new Map(slow.lying), out: new Set(slow.out), placed: new Map(placed) }
  const mark = course.fast.mark()
  for (let count = 0; count < 8; count += 1) {
    step(course, random, `seed ${seed}, tried`)
    if (depth > 0 && random() < 0.2) whatIf(course, random, depth - 1, seed)
    if (random() < 0.1) {
      const inner = course.fast.mark()
      step(course, random, `seed ${seed}, kept`)
      course.fast.keep(inner)
    }
  }
  course.fast.rollback(mark)
  slow.lying = before.lying
  slow.out = before.out
  course.next = next
  placed.clear()
  for (const [name, placement] of before.placed) placed.set(name, placement)
  expect(sight(course), `seed ${seed}: taken back`).toEqual(before.sight)
}

test('a gang of equal pods in one cell lies exactly when some division of its pods over the nodes exists', () => {
  const reached = { yes: 0, no: 0 }
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const course = courseOf(random)
    for (let count = 0; count < 15; count += 1) step(course, random, `seed ${seed}`)
    const request = randomRequest(random, course)
    if (request === null || request.grains > 0) continue
    const exists = bruteForce(course, request)
    expect(course.fast.fits(request), `seed ${seed}: ${JSON.stringify(request)}`).toBe(exists)
    reached[exists ? 'yes' : 'no'] += 1
  }
  if (ONE === undefined) expect(Math.min(reached.yes, reached.no)).toBeGreaterThan(SEEDS / 20)
})

/** Tries every way to give each pod a node, in each cell of the highest level that is allowed. */
function bruteForce({ slow, layout }: Course, request: PlacementRequest): boolean {
  const free = slow.nodes().map(({ node, free: units }) => (slow.out.has(node) ? 0 : units))
  const nodesPerCell = layout.levels[request.highestLevel]?.nodesPerCell ?? layout.nodes
  const pods = [...Array.from<number>({ length: request.pods }).fill(request.units), request.restUnits]
  const tryPod = (left: number[], pod: number): boolean => {
    if (pod === pods.length) return true
    return left.some((units, node) => units >= pods[pod]! && tryPod(left.with(node, units - pods[pod]!), pod + 1))
  }
  for (let low = 0; low < layout.nodes; low += nodesPerCell) {
    if (tryPod(free.slice(low, low + nodesPerCell), 0)) return true
  }
  return false
}
