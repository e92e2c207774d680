// The fast scheduler against the slow one, and what must hold at every moment, over random trees and histories.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations. More of them: WEIR_SEEDS=20000.
import { expect, test } from 'vitest'
import { Decisions } from '../../src/domain/scheduling/decisions.ts'
import { EASY, Scheduler } from '../../src/domain/scheduling/scheduler.ts'
import { treeShape } from '../../src/domain/scheduling/share-tree.ts'
import type { Workload } from '../../src/simulator/workload.ts'
import { randomTree, randomWorkload, seededRandom, type RandomTree } from '../kit/share-trees.ts'
import { SlowScheduler } from './slow-scheduler.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 400) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)

interface Engine {
  submit(now: number, job: number): number[] | 'larger-than-limits'
  finish(now: number, job: number): number[]
}

test.each(['fcfs', 'easy'] as const)('%s: the fast scheduler starts what the slow one starts', (discipline) => {
  const reached = { started: 0, refused: 0, waited: 0 }
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const tree = randomTree(random)
    const workload = randomWorkload(random, tree, 60)
    const slow = course(new SlowScheduler(tree.nodes, tree.capacity, workload, discipline), workload)
    const fast = course(checkedScheduler(tree, workload, discipline, seed), workload)
    expect(fast.log, `seed ${seed}`).toEqual(slow.log)
    expect(fast.unstarted, `seed ${seed}: every accepted job starts at last`).toBe(0)
    reached.started += fast.started
    reached.refused += fast.refused
    reached.waited += fast.waited
  }
  // A generator that reaches nothing proves nothing.
  if (ONE === undefined) expect(Math.min(reached.started, reached.refused, reached.waited)).toBeGreaterThan(SEEDS)
})

/** The fast scheduler, asked after each step whether the invariants hold. */
function checkedScheduler(tree: RandomTree, workload: Workload, discipline: 'fcfs' | 'easy', seed: number): Engine {
  const shape = treeShape(tree.nodes, 'gpu', tree.capacity)
  const leaf = workload.project.map((project) => shape.indexOf.get(workload.projects[project]!)!)
  const { units, requested } = workload
  const scheduler = new Scheduler(shape, { units, requested, leaf }, { ...EASY, mode: discipline })
  const check = () => {
    const { allocated } = scheduler.pool.use
    expect(allocated[0]!, `seed ${seed}: the pool is not overfull`).toBeLessThanOrEqual(tree.capacity)
    for (let node = 1; node < allocated.length; node += 1) {
      const where = `seed ${seed}: ${shape.ids[node]}`
      expect(allocated[node]!, `${where} is within its limit`).toBeLessThanOrEqual(shape.limit[node]!)
      if (shape.children[node]!.length > 0) continue
      const mayHold = shape.guarantee[node]! + shape.borrowingLimit[node]!
      expect(allocated[node]!, `${where} borrows no more than it may`).toBeLessThanOrEqual(mayHold)
    }
    expectLendingWithinLimits(tree, scheduler, seed)
  }
  return {
    submit(now, job) {
      const decisions = new Decisions()
      const answer = scheduler.submit(now, job, decisions)
      check()
      return answer === 'queued' ? decisions.entries : answer
    },
    finish(now, job) {
      const decisions = new Decisions()
      scheduler.finish(now, job, decisions)
      check()
      return decisions.entries
    },
  }
}

/** What a project or group keeps back from lending is free for itself alone, whatever the others do. */
function expectLendingWithinLimits(tree: RandomTree, scheduler: Scheduler, seed: number): void {
  const { allocated } = scheduler.pool.use
  const { shape } = scheduler
  for (const parent of shape.ids.keys()) {
    const children = shape.children[parent]!
    if (children.length === 0 || parent !== 0) continue
    let keptFree = 0
    for (const child of children) keptFree += Math.max(0, shape.withheldQuota[child]! - allocated[child]!)
    const free = tree.capacity - allocated[0]!
    expect(free, `seed ${seed}: I5, what is kept back from lending stays free`).toBeGreaterThanOrEqual(keptFree)
  }
}

function course(engine: Engine, workload: Workload) {
  const log: string[] = []
  const ends: { time: number; order: number; job: number }[] = []
  let [arrived, order, started, refused, waited, accepted] = [0, 0, 0, 0, 0, 0]
  const begin = (now: number, jobs: readonly number[]) => {
    for (const job of jobs) {
      log.push(`${now}: job ${job}`)
      started += 1
      if (now > workload.submit[job]!) waited += 1
      ends.push({ time: now + workload.run[job]!, order: (order += 1), job })
    }
    ends.sort((a, b) => a.time - b.time || a.order - b.order)
  }
  while (arrived < workload.submit.length || ends.length > 0) {
    const now = Math.min(workload.submit[arrived] ?? Infinity, ends[0]?.time ?? Infinity)
    for (; workload.submit[arrived] === now; arrived += 1) {
      const answer = engine.submit(now, arrived)
      if (answer === 'larger-than-limits') {
        refused += 1
        log.push(`${now}: job ${arrived} refused`)
      } else {
        accepted += 1
        begin(now, answer)
      }
    }
    while (ends[0]?.time === now) begin(now, engine.finish(now, ends.shift()!.job))
  }
  return { log, started, refused, waited, unstarted: accepted - started }
}
