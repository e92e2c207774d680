// The questions that an officer's script may ask of the policy engine: entitlement, headroom, reclaim. One question, one answer,
// whole numbers; the engine is the one that the scheduler uses.
import { accept, refuse, type Result } from '../../kernel/result.ts'
import { nearestOrAll } from '../../policy/nearest.ts'
import { computeEntitlement, entitlementTable } from '../entitlement.ts'
import { planReclaim } from '../reclaim.ts'
import type { RunningView, VictimKind } from '../victims.ts'
import { allocate, emptyUse, headroom, obstacle, type ShareTreeShape, type StartObstacle } from '../share-tree.ts'
import { exactSum, FieldReader, RefusedQuestion, type QuestionRefusal } from './reading.ts'
import { checkGroupUnits, projectOf, readTree, type QuestionTree } from './tree.ts'

export type Answer =
  | { readonly entitlement: Readonly<Record<string, number>>; readonly remaining: number }
  | { readonly headroom: Readonly<Record<string, number>> }
  | {
      readonly admitted: boolean
      readonly victims: readonly { readonly id: string; readonly kind: VictimKind }[]
      /** Why not. */
      readonly reason?: StartObstacle
    }

const QUESTIONS = ['entitlement', 'headroom', 'reclaim'] as const

export function answer(question: unknown): Result<Answer, QuestionRefusal> {
  try {
    return accept(answerOf(question))
  } catch (error) {
    if (error instanceof RefusedQuestion) return refuse(error.refusal)
    throw error
  }
}

const TREE_KEYS = ['ask', 'capacity', 'quantum', 'nodes', 'groupGuarantee']

function answerOf(value: unknown): Answer {
  const ask = askOf(value)
  switch (ask) {
    case 'entitlement':
      return entitlement(new FieldReader(value, '', TREE_KEYS))
    case 'headroom':
      return headroomOf(new FieldReader(value, '', TREE_KEYS))
    case 'reclaim':
      return reclaim(new FieldReader(value, '', [...TREE_KEYS, 'running', 'pending', 'now', 'rebalance']))
  }
}

function askOf(value: unknown): (typeof QUESTIONS)[number] {
  const ask = new FieldReader(value, '', Object.keys(value ?? {})).text('ask')
  const known = QUESTIONS.find((name) => name === ask)
  if (known === undefined) throw new RefusedQuestion('question-unknown', 'ask', ask, nearestOrAll(ask, QUESTIONS))
  return known
}

function readQuantum(question: FieldReader): number {
  return question.whole('quantum', { least: 1, absent: 1 })
}

function entitlement(question: FieldReader): Answer {
  const quantum = readQuantum(question)
  const tree = readTree(question)
  const { shape } = tree
  const demand = demandOf(tree, new Float64Array(shape.ids.length))
  const table = entitlementTable(shape)
  computeEntitlement(shape, demand, table, quantum)
  let remaining = shape.capacity
  for (const root of shape.children[0]!) remaining -= table.entitlement[root]!
  return { entitlement: byId(shape, (node) => table.entitlement[node]!), remaining }
}

/** Units that each project wants, and the sums of the groups; `absent`: what a project wants that does not say it. */
function demandOf(tree: QuestionTree, absent: Float64Array): Float64Array {
  const { shape, demand: written } = tree
  const demand = new Float64Array(shape.ids.length)
  for (let node = shape.ids.length - 1; node > 0; node -= 1) {
    if (shape.children[node]!.length === 0) demand[node] = Number.isNaN(written[node]!) ? absent[node]! : written[node]!
    demand[shape.parent[node]!]! += demand[node]!
  }
  checkGroupUnits(tree, 'demand', { written, sums: demand })
  return demand
}

function headroomOf(question: FieldReader): Answer {
  readQuantum(question)
  const tree = readTree(question)
  const { shape, allocated: written } = tree
  const use = emptyUse(shape)
  let inUse = 0
  for (const [node, children] of shape.children.entries()) {
    if (node === 0 || children.length > 0 || !(written[node]! > 0)) continue
    inUse = exactSum(inUse, written[node]!, `${tree.fieldOf(node)}.allocated`)
    allocate(shape, use, node, written[node]!)
  }
  checkGroupUnits(tree, 'allocated', { written, sums: use.allocated })
  return { headroom: byId(shape, (node) => headroom(shape, use, node)) }
}

interface Job {
  readonly id: string
  readonly leaf: number
  readonly request: number
  readonly priority: number
}

const RUNNING_KEYS = ['id', 'leaf', 'request', 'priority', 'start', 'preemptible', 'protectedUntil']

class RunningJobs implements RunningView {
  readonly ids: string[] = []
  readonly unitsOf: Float64Array
  readonly leafOf: Int32Array
  private readonly priority: Float64Array
  private readonly start: Float64Array
  private readonly protectedUntil: Float64Array
  private readonly isPreemptible: Uint8Array
  private readonly byLeaf: number[][]
  private readonly now: number

  constructor(shape: ShareTreeShape, list: readonly unknown[], now: number) {
    const count = list.length
    this.now = now
    this.unitsOf = new Float64Array(count)
    this.leafOf = new Int32Array(count)
    this.priority = new Float64Array(count)
    this.start = new Float64Array(count)
    this.protectedUntil = new Float64Array(count)
    this.isPreemptible = new Uint8Array(count)
    this.byLeaf = shape.ids.map(() => [])
    const ids = new Map<string, string>()
    let inUse = 0
    for (const [place, value] of list.entries()) {
      const reader = new FieldReader(value, `running[${place}]`, RUNNING_KEYS)
      const job = readJob(reader, shape)
      const other = ids.get(job.id)
      if (other !== undefined) throw new RefusedQuestion('id-duplicate', reader.at('id'), job.id, other)
      ids.set(job.id, `running[${place}]`)
      inUse = exactSum(inUse, job.request, reader.at('request'))
      this.ids.push(job.id)
      this.unitsOf[place] = job.request
      this.leafOf[place] = job.leaf
      this.priority[place] = job.priority
      this.start[place] = reader.has('start') ? reader.whole('start', SIGNED) : now
      this.protectedUntil[place] = reader.has('protectedUntil') ? reader.whole('protectedUntil', SIGNED) : -Infinity
      this.isPreemptible[place] = reader.flag('preemptible', true) ? 1 : 0
      this.byLeaf[job.leaf]!.push(place)
    }
  }

  runningIn(leaf: number): readonly number[] {
    return this.byLeaf[leaf]!
  }

  priorityOf(job: number): number {
    return this.priority[job]!
  }

  startedAt(job: number): number {
    return this.start[job]!
  }

  lostSeconds(job: number): number {
    return Math.max(0, this.now - this.start[job]!)
  }

  isStoppable(job: number): boolean {
    return this.isPreemptible[job] === 1 && this.protectedUntil[job]! <= this.now
  }

  /** Ties go to the smaller id, whatever the order of the list. */
  compareIds(a: number, b: number): number {
    return this.ids[a]! < this.ids[b]! ? -1 : this.ids[a]! > this.ids[b]! ? 1 : 0
  }
}

/** Times are seconds of any zero, or milliseconds: only differences count. */
const SIGNED = { least: Number.MIN_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER } as const

function readJob(reader: FieldReader, shape: ShareTreeShape): Job {
  return {
    id: reader.text('id'),
    leaf: projectOf(shape, reader.text('leaf'), reader.at('leaf')),
    request: reader.whole('request', { least: 1 }),
    priority: reader.has('priority') ? reader.whole('priority', SIGNED) : 0,
  }
}

function reclaim(question: FieldReader): Answer {
  const now = question.has('now') ? question.whole('now', SIGNED) : 0
  const quantum = readQuantum(question)
  const tree = readTree(question)
  const { shape } = tree
  const running = new RunningJobs(shape, question.list('running'), now)
  const pending = readJob(question.object('pending', ['id', 'leaf', 'request', 'priority']), shape)
  const other = running.ids.indexOf(pending.id)
  if (other !== -1) throw new RefusedQuestion('id-duplicate', 'pending.id', pending.id, `running[${other}]`)
  const mayRebalance = question.flag('rebalance', false)
  const use = emptyUse(shape)
  running.unitsOf.forEach((units, job) => allocate(shape, use, running.leafOf[job]!, units))
  checkAllocated(tree, use.allocated)
  const wanted = Float64Array.from(use.allocated)
  wanted[pending.leaf]! += pending.request
  const demand = demandOf(tree, wanted)
  const before = obstacle(shape, use, pending.leaf, pending.request)
  if (before === null) return { admitted: true, victims: [] }
  const table = entitlementTable(shape)
  computeEntitlement(shape, demand, table, quantum)
  const plan = planReclaim(
    { shape, use, entitlement: table.entitlement, running },
    {
      leaf: pending.leaf,
      units: pending.request,
      priority: pending.priority,
      rebalance: mayRebalance ? 'acrossGroups' : 'off',
      rebalanceUnits: Infinity,
      kept: 0,
    },
  )
  if (plan === null) return { admitted: false, victims: [], reason: before }
  return { admitted: true, victims: plan.map(({ job, kind }) => ({ id: running.ids[job]!, kind })) }
}

/** The running jobs say what is allocated; where a project says it too, it is the same. */
function checkAllocated(tree: QuestionTree, sums: Float64Array): void {
  const { shape, allocated: written, fieldOf } = tree
  checkGroupUnits(tree, 'allocated', { written, sums })
  for (const [node, children] of shape.children.entries()) {
    const units = written[node]!
    if (node === 0 || children.length > 0 || Number.isNaN(units) || units === sums[node]) continue
    throw new RefusedQuestion('sum-differs', `${fieldOf(node)}.allocated`, units, String(sums[node]))
  }
}

/** Without a prototype: an id may be any text. */
function byId(shape: ShareTreeShape, read: (node: number) => number): Readonly<Record<string, number>> {
  const values = Object.create(null) as Record<string, number>
  for (let node = 1; node < shape.ids.length; node += 1) values[shape.ids[node]!] = read(node)
  return values
}
