// What a replay records, over random trees and courses of events: equal to counting everything anew, and the equalities
// of the lending account hold in each accounting period.
import { expect, test } from 'vitest'
import { guaranteesAt } from '../../src/domain/scheduling/guarantees.ts'
import { treeShape, type ShareTreeShape } from '../../src/domain/scheduling/share-tree.ts'
import { UsageRecorder } from '../../src/simulator/usage-recorder.ts'
import { randomTree, seededRandom, wholeNumber } from '../kit/share-trees.ts'
import { shareAccounts } from '../../src/simulator/share-accounts.ts'
import { slowTotals, type SlowSpan } from './slow-recorder.ts'

const FIRST = Number(process.env['WEIR_SEED'] ?? 1)
const SEEDS = process.env['WEIR_SEED'] === undefined ? Number(process.env['WEIR_SEEDS'] ?? 400) : 1
const EVENTS = 60

interface Course {
  readonly shape: ShareTreeShape
  readonly recorder: UsageRecorder
  readonly spans: readonly SlowSpan[]
  readonly boundaries: readonly number[]
  readonly startAt: number
  readonly endAt: number
  /** Seconds x units in use above what the pool had. */
  readonly excess: number
}

/** Jobs come, start, end and are turned away, and the pool loses and regains units; many things at one instant. */
function courseOf(seed: number): Course {
  const random = seededRandom(seed)
  const tree = randomTree(random)
  const shape = treeShape(tree.nodes, 'gpu', tree.capacity)
  const leaves = tree.projects.map((id) => shape.indexOf.get(id)!)
  const startAt = wholeNumber(random, 0, 1000)
  const pace = [1, 20, 900, 40_000][Math.floor(random() * 4)]!
  const boundaries = Array.from({ length: 4 }, (_, at) => startAt + (at + 1) * wholeNumber(random, 1, pace * 8))
  const rules = { epoch: null, period: { kind: 'list', boundaries: boundaries.toSorted((a, b) => a - b) } } as const
  const recorder = new UsageRecorder(shape, startAt, rules)
  const [allocated, waiting] = [new Float64Array(shape.ids.length), new Float64Array(shape.ids.length)]
  const running: { leaf: number; units: number }[] = []
  const spans: SlowSpan[] = []
  let [now, capacity, excess] = [startAt, tree.capacity, 0]
  let guaranteed = guaranteesAt(shape, capacity, 'scale')
  const add = (column: Float64Array, leaf: number, amount: number) => {
    for (let node = leaf; node !== -1; node = shape.parent[node]!) column[node]! += amount
  }
  const pass = (seconds: number) => {
    const span = { from: now, until: now + seconds, allocated: allocated.slice(), guaranteed, waiting: waiting.slice() }
    spans.push(span)
    excess += Math.max(0, allocated[0]! - capacity) * seconds
    now += seconds
  }
  for (let event = 0; event < EVENTS; event += 1) {
    if (random() < 0.7) pass(wholeNumber(random, 1, pace))
    const leaf = leaves[Math.floor(random() * leaves.length)]!
    const draw = random()
    if (draw < 0.35 && allocated[0]! < capacity) {
      const units = wholeNumber(random, 1, capacity - allocated[0]!)
      recorder.allocationChanged(now, leaf, units)
      add(allocated, leaf, units)
      running.push({ leaf, units })
    } else if (draw < 0.65 && running.length > 0) {
      const job = running.splice(Math.floor(random() * running.length), 1)[0]!
      recorder.allocationChanged(now, job.leaf, -job.units)
      add(allocated, job.leaf, -job.units)
    } else if (draw < 0.75) {
      capacity = random() < 0.3 ? tree.capacity + 3 : wholeNumber(random, 0, tree.capacity)
      recorder.capacityChanged(now, capacity)
      guaranteed = guaranteesAt(shape, capacity, 'scale')
    } else {
      const change = waiting[leaf]! > 0 && random() < 0.5 ? -1 : 1
      recorder.queueChanged(now, leaf, wholeNumber(random, 1, 9), change)
      add(waiting, leaf, change)
    }
  }
  pass(wholeNumber(random, 1, pace))
  return { shape, recorder, spans, boundaries: rules.period.boundaries, startAt, endAt: now, excess }
}

function eachCourse(check: (course: Course, seed: number) => void): void {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) check(courseOf(seed), seed)
}

function expectClose(actual: number, expected: number, message: string): void {
  const error = Math.abs(actual - expected) / Math.max(1, Math.abs(expected))
  expect(error, `${message}: ${actual} instead of ${expected}`).toBeLessThan(1e-6)
}

test('every sum of every accounting period is what counting anew gives', () => {
  eachCourse(({ shape, recorder, spans, boundaries, startAt, endAt }, seed) => {
    const periods = recorder.periodTotals(endAt)
    expect(periods.map((period) => period.endAt)).toEqual([...new Set(boundaries.filter((at) => at < endAt)), endAt])
    for (const period of periods) {
      const slow = slowTotals(shape, spans, startAt, period.endAt)
      expect(period.earned, `seed ${seed}`).toEqual(slow.earned)
      expect(period.delivered, `seed ${seed}`).toEqual(slow.delivered)
      expect(period.borrowed, `seed ${seed}`).toEqual(slow.borrowed)
      slow.lent.forEach((lent, node) => expectClose(period.lent[node]!, lent, `seed ${seed} node ${node} lent`))
    }
  })
})

test('every mean over time is what counting anew gives', () => {
  eachCourse(({ shape, recorder, spans, startAt, endAt }, seed) => {
    const series = recorder.series(endAt)
    expect(series.steps * series.stepSeconds).toBeGreaterThanOrEqual(endAt - startAt)
    for (let step = 0; step < series.steps; step += 1) {
      const from = startAt + step * series.stepSeconds
      const until = Math.min(endAt, from + series.stepSeconds)
      const slow = slowTotals(shape, spans, from, until)
      series.nodes.forEach((node, position) => {
        const of = (column: Float64Array) => column[position + 1]! / (until - from)
        expect(Math.abs(node.inUse[step]! - of(slow.delivered)), `seed ${seed}`).toBeLessThan(0.00501)
        expect(Math.abs(node.borrowed[step]! - of(slow.borrowed)), `seed ${seed}`).toBeLessThan(0.00501)
        expect(Math.abs(node.lent[step]! - of(slow.lent)), `seed ${seed}`).toBeLessThan(0.00502)
        expect(Math.abs(node.queueLength[step]! - of(slow.waited)), `seed ${seed}`).toBeLessThan(0.00501)
      })
    }
  })
})

test('what is borrowed in a group comes from its idle children, from outside it or from its common pot', () => {
  eachCourse(({ shape, recorder, endAt, excess }, seed) => {
    const total = recorder.periodTotals(endAt).at(-1)!
    const net = (node: number) => total.borrowed[node]! - total.lent[node]!
    for (let group = 0; group < shape.ids.length; group += 1) {
      const children = shape.children[group]!
      if (children.length === 0) continue
      const ofChildren = children.reduce((sum, child) => sum + net(child), 0)
      const outside = group === 0 ? excess : net(group)
      expectClose(ofChildren, outside + total.pot[group]!, `seed ${seed} group ${group}`)
    }
  })
})

test('nobody lends more than it left unused, and used is earned plus borrowed less unused', () => {
  eachCourse(({ shape, recorder, endAt }, seed) => {
    const total = recorder.periodTotals(endAt).at(-1)!
    for (let node = 1; node < shape.ids.length; node += 1) {
      const unused = total.earned[node]! + total.borrowed[node]! - total.delivered[node]!
      expect(total.lent[node]!, `seed ${seed}`).toBeGreaterThanOrEqual(0)
      expect(total.lent[node]!, `seed ${seed}`).toBeLessThanOrEqual(unused * (1 + 1e-9) + 1e-6)
    }
  })
})

test('rounded to whole unit-seconds the account is exact: by group, by period, and carried over', () => {
  eachCourse(({ shape, recorder, boundaries, startAt, endAt, excess }, seed) => {
    const totals = recorder.periodTotals(endAt)
    const { accounts } = shareAccounts(shape, totals, { startAt, period: { kind: 'list', boundaries } })
    const at = (id: string) => accounts.nodes.find((node) => node.id === id)!
    accounts.ends.forEach((_, period) => {
      for (const node of accounts.nodes) {
        const of = (column: 'earned' | 'delivered' | 'borrowed' | 'lent' | 'owed' | 'pot') => node[column][period]!
        const message = `seed ${seed} ${node.id} period ${period}`
        const index = shape.indexOf.get(node.id)!
        const exact = totals[period]!.lent[index]! - (totals[period - 1]?.lent[index] ?? 0)
        expect(Number.isInteger(of('lent')), message).toBe(true)
        // Each level of the tree may move what is lent by one more.
        expect(Math.abs(of('lent') - exact), message).toBeLessThan(1 + 2 * shape.pathUp[index]!.length)
        expect(of('lent'), message).toBeLessThanOrEqual(of('earned') + of('borrowed') - of('delivered'))
        expect(of('owed') - (node.owed[period - 1] ?? 0), message).toBe(of('borrowed') - of('lent'))
        const children = shape.children[index]!.map((child) => at(shape.ids[child]!))
        if (children.length === 0) continue
        const net = children.reduce((sum, child) => sum + child.borrowed[period]! - child.lent[period]!, 0)
        expect(net, message).toBe(of('borrowed') - of('lent') + of('pot'))
        expect(of('pot'), message).toBeGreaterThanOrEqual(excess > 0 ? -Infinity : -2)
      }
    })
  })
})
