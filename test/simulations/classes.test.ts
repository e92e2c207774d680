// Opportunistic jobs run on what nobody else asks for: whoever else waits goes first, in any order of submission.
import { expect, test } from 'vitest'
import { Decisions } from '../../src/domain/scheduling/decisions.ts'
import type { JobTerms } from '../../src/domain/scheduling/demand.ts'
import { EASY, Scheduler } from '../../src/domain/scheduling/scheduler.ts'
import { treeShape } from '../../src/domain/scheduling/share-tree.ts'
import { randomTree, seededRandom, wholeNumber } from '../kit/share-trees.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 400) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)
const JOBS = 12

const terms = (name: JobTerms['class']): JobTerms => {
  const usual = { priority: 0, flavors: ['gpu'], gang: null, checkpointEverySeconds: null, deadline: null }
  return { ...usual, class: name, coAllocations: [] }
}

test('a unit that comes free is given to an opportunistic job only when no other could have it', () => {
  let compared = 0
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const tree = randomTree(random)
    // Of the tree only its projects: nothing but the class may keep a job from the one unit.
    const nodes = tree.nodes.map((node) => ({
      ...node,
      guarantee: { gpu: 0 },
      limit: {},
      borrowingLimit: {},
      lendingLimit: {},
    }))
    const shape = treeShape(nodes, 'gpu', 1)
    const leaves = tree.projects.map((id) => shape.indexOf.get(id)!)
    const leaf = Int32Array.from({ length: JOBS }, () => leaves[Math.floor(random() * leaves.length)]!)
    const of = Int32Array.from({ length: JOBS }, () => wholeNumber(random, 0, 1))
    const jobs = { units: new Float64Array(JOBS).fill(1), requested: new Float64Array(JOBS).fill(10), leaf }
    const table = [terms('standard'), terms('opportunistic')]
    const scheduler = new Scheduler(shape, { ...jobs, terms: { table, of } }, { ...EASY, mode: 'fcfs' })
    const decisions = new Decisions()
    for (let job = 0; job < JOBS; job += 1) scheduler.submit(0, job, decisions)
    for (let now = 10; decisions.entries.length < JOBS; now += 10) {
      const running = decisions.entries.at(-1)!
      const waiting = [...leaf.keys()].filter((job) => !decisions.entries.includes(job))
      scheduler.finish(now, running, decisions)
      const started = decisions.entries.at(-1)!
      // First of their projects: behind an opportunistic job of the own project the order of the project counts.
      const heads = waiting.filter((job) => !waiting.some((other) => other < job && leaf[other] === leaf[job]))
      if (of[started] === 1)
        expect(
          heads.filter((job) => of[job] === 0),
          `seed ${seed} at ${now}`,
        ).toEqual([])
      if (heads.some((job) => of[job] === 0) && heads.some((job) => of[job] === 1)) compared += 1
    }
  }
  if (ONE === undefined) expect(compared).toBeGreaterThan(SEEDS)
})
