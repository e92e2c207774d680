// The question port as a stranger asks it: nodes in any order, defaults left out, either reading of a group's guarantee. Its
// answers are those of slow versions written from the policy model, and headroom is Kueue's recursion written anew.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations. More of them: WEIR_SEEDS=20000.
import { expect, test } from 'vitest'
import type { ShareNode } from '../../src/domain/policy/policy.ts'
import { answer } from '../../src/domain/scheduling/questions/answer.ts'
import { treeShape } from '../../src/domain/scheduling/share-tree.ts'
import { randomTree, seededRandom, wholeNumber } from '../kit/share-trees.ts'
import { slowEntitlement } from './slow-entitlement.ts'
import { slowReclaim, type SlowJob } from './slow-reclaim.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 600) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)
const NOW = 60

type Random = () => number

interface Asked {
  readonly nodes: readonly ShareNode[]
  readonly projects: readonly string[]
  /** Sometimes less than is guaranteed. */
  readonly capacity: number
  readonly quantum: number
  readonly isAdding: boolean
  /** By project. */
  readonly units: ReadonlyMap<string, number>
}

function randomAsked(random: Random): Asked {
  const { nodes, projects, capacity } = randomTree(random)
  return {
    nodes,
    projects,
    capacity: random() < 0.2 ? Math.floor(capacity * random()) : capacity,
    quantum: random() < 0.3 ? wholeNumber(random, 2, 8) : 1,
    isAdding: random() < 0.4,
    units: new Map(projects.map((id) => [id, random() < 0.1 ? 0 : wholeNumber(random, 0, capacity)])),
  }
}

/** What a script would send. `key`: the field in which the units of the projects stand. */
function written(asked: Asked, key: 'demand' | 'allocated' | null, random: Random): object {
  const nodes = asked.nodes.map((node) => {
    const { gpu } = node.guarantee
    const own = asked.isAdding ? gpu! - sumOf(childrenOf(asked, node.id), (child) => child.guarantee['gpu']!) : gpu!
    const units = asked.units.get(node.id)
    return {
      id: node.id,
      ...(node.parent === null ? {} : { parent: node.parent }),
      ...(own === 0 && random() < 0.5 ? {} : { guarantee: own }),
      ...(node.weight === 1 ? {} : { weight: node.weight }),
      ...(node.tier === 0 ? {} : { tier: node.tier }),
      ...named('limit', node.limit),
      ...named('borrowingLimit', node.borrowingLimit),
      ...named('lendingLimit', node.lendingLimit),
      ...(key === null || units === undefined ? {} : { [key]: units }),
    }
  })
  const reading = asked.isAdding ? { groupGuarantee: 'adds' } : {}
  const order = nodes.map((node) => ({ node, at: random() })).toSorted((a, b) => a.at - b.at)
  return { capacity: asked.capacity, quantum: asked.quantum, ...reading, nodes: order.map(({ node }) => node) }
}

const named = (name: string, units: Readonly<Record<string, number>>) =>
  units['gpu'] === undefined ? {} : { [name]: units['gpu'] }
const childrenOf = ({ nodes }: Pick<Asked, 'nodes'>, id: string | null) => nodes.filter(({ parent }) => parent === id)
const sumOf = <T>(list: readonly T[], read: (item: T) => number) => list.reduce((sum, item) => sum + read(item), 0)

function answered(question: object): unknown {
  const outcome = answer(question)
  return outcome.ok ? outcome.value : outcome.refusal
}

/** Kueue's `available` (pkg/cache/scheduler/resource_node.go), from the quotas that nodes have beside their children's. */
class Cohorts {
  private readonly asked: Asked

  constructor(asked: Asked) {
    this.asked = asked
  }

  /** Also no more than every limit of the path leaves. */
  headroom(node: ShareNode): number {
    let room = this.available(node)
    for (let up: ShareNode | null = node; up !== null; up = this.parentOf(up)) {
      room = Math.min(room, (up.limit['gpu'] ?? Infinity) - this.allocated(up))
    }
    return Math.min(room, this.asked.capacity - this.allocated(null))
  }

  private available(node: ShareNode | null): number {
    if (node === null) return this.subtreeQuota(null) - this.usage(null)
    const local = this.localQuota(node)
    const stored = this.subtreeQuota(node) - local - Math.max(0, this.usage(node) - local)
    const fromAbove = Math.min(this.available(this.parentOf(node)), stored + (node.borrowingLimit['gpu'] ?? Infinity))
    return Math.max(0, local - this.usage(node)) + fromAbove
  }

  private subtreeQuota(node: ShareNode | null): number {
    const children = childrenOf(this.asked, node?.id ?? null)
    const covering = node === null ? this.asked.capacity : node.guarantee['gpu']!
    const nominal = covering - sumOf(children, (child) => child.guarantee['gpu']!)
    return nominal + sumOf(children, (child) => this.subtreeQuota(child) - this.localQuota(child))
  }

  private localQuota(node: ShareNode): number {
    const lending = node.lendingLimit['gpu']
    return lending === undefined ? 0 : Math.max(0, this.subtreeQuota(node) - lending)
  }

  private usage(node: ShareNode | null): number {
    const children = childrenOf(this.asked, node?.id ?? null)
    if (node !== null && children.length === 0) return this.allocated(node)
    return sumOf(children, (child) => Math.max(0, this.usage(child) - this.localQuota(child)))
  }

  private allocated(node: ShareNode | null): number {
    const children = childrenOf(this.asked, node?.id ?? null)
    if (node !== null && children.length === 0) return this.asked.units.get(node.id)!
    return sumOf(children, (child) => this.allocated(child))
  }

  private parentOf({ parent }: ShareNode): ShareNode | null {
    return this.asked.nodes.find(({ id }) => id === parent) ?? null
  }
}

const RULES = { onCapacityLoss: 'scale' } as const

test('entitlement is that of the policy model, in any order and either reading', () => {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const asked = randomAsked(random)
    const { nodes, capacity, quantum, units } = asked
    const slow = slowEntitlement(nodes, capacity, units, { ...RULES, quantum })
    const remaining = capacity - sumOf(childrenOf(asked, null), ({ id }) => slow.get(id)!)
    const question = { ask: 'entitlement', ...written(asked, 'demand', random) }
    expect(answered(question), `seed ${seed}`).toEqual({ entitlement: Object.fromEntries(slow), remaining })
  }
})

test('headroom is what Kueue calls available, under every limit of the path', () => {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const asked = randomAsked(random)
    const cohorts = new Cohorts(asked)
    const slow = Object.fromEntries(asked.nodes.map((node) => [node.id, cohorts.headroom(node)]))
    const question = { ask: 'headroom', ...written(asked, 'allocated', random) }
    expect(answered(question), `seed ${seed}`).toEqual({ headroom: slow })
  }
})

test('reclaim stops whom the policy model stops', () => {
  let stopped = 0
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const asked = randomAsked(random)
    const any = () => asked.projects[Math.floor(random() * asked.projects.length)]!
    const running = Array.from({ length: wholeNumber(random, 0, 12) }, (_, place) => ({
      id: `job-${String(place).padStart(2, '0')}`,
      leaf: any(),
      request: wholeNumber(random, 1, 8),
      priority: wholeNumber(random, 0, 2),
      start: wholeNumber(random, 0, 50),
      preemptible: random() < 0.9,
      protectedUntil: random() < 0.8 ? NOW : NOW + 1,
    }))
    const pending = { id: 'p', leaf: any(), request: wholeNumber(random, 1, 12), priority: wholeNumber(random, 0, 2) }
    const rebalance = random() < 0.4
    const slow = slowPlan(asked, running, { ...pending, rebalance })
    const question = { ask: 'reclaim', ...written(asked, null, random), running, pending, now: NOW, rebalance }
    const victims = slow?.map(({ job, kind }) => ({ id: running[job]!.id, kind })) ?? []
    expect(answered(question), `seed ${seed}`).toMatchObject({ admitted: slow !== null, victims })
    if (victims.length > 0) stopped += 1
  }
  if (ONE === undefined) expect(stopped).toBeGreaterThan(SEEDS / 40)
})

interface AskedJob {
  readonly leaf: string
  readonly request: number
  readonly priority: number
}

function slowPlan(
  { nodes, capacity, quantum }: Asked,
  running: readonly (AskedJob & { readonly start: number; readonly preemptible: boolean; protectedUntil: number })[],
  pending: AskedJob & { readonly rebalance: boolean },
) {
  const shape = treeShape(nodes, 'gpu', capacity)
  const demand = new Map<string, number>()
  for (const { leaf, request } of [...running, pending]) demand.set(leaf, (demand.get(leaf) ?? 0) + request)
  const entitled = slowEntitlement(nodes, capacity, demand, { ...RULES, quantum })
  const jobs = running.map(({ leaf, request, priority, start, preemptible, protectedUntil }): SlowJob => ({
    leaf: shape.indexOf.get(leaf)!,
    units: request,
    priority,
    start,
    lostSeconds: NOW - start,
    isStoppable: preemptible && protectedUntil <= NOW,
  }))
  const entitlement = Float64Array.from(shape.ids, (id) => entitled.get(id) ?? capacity)
  return slowReclaim(
    { shape, jobs, entitlement },
    {
      leaf: shape.indexOf.get(pending.leaf)!,
      units: pending.request,
      priority: pending.priority,
      rebalance: pending.rebalance ? 'acrossGroups' : 'off',
      rebalanceUnits: Infinity,
      kept: 0,
    },
  )
}
