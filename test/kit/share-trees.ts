// Random but valid share trees and job histories for property tests; the seed decides all of it.
import type { ShareNode } from '../../src/domain/policy/policy.ts'
import { workloadOf, type TraceJob, type Workload } from '../../src/simulator/workload.ts'

/** xoshiro128**: sound and seeded. A textbook LCG repeats early in JavaScript and hides loops. */
export function seededRandom(seed: number): () => number {
  const state = new Uint32Array(4)
  let mixer = seed >>> 0
  for (let word = 0; word < 4; word += 1) {
    mixer = (mixer + 0x9e3779b9) >>> 0
    let mixed = mixer
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    state[word] = mixed ^ (mixed >>> 16)
  }
  const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by))
  return () => {
    const result = Math.imul(rotate(Math.imul(state[1]!, 5), 7), 9) >>> 0
    const shifted = state[1]! << 9
    state[2]! ^= state[0]!
    state[3]! ^= state[1]!
    state[1]! ^= state[2]!
    state[0]! ^= state[3]!
    state[2]! ^= shifted
    state[3] = rotate(state[3]!, 11)
    return result / 2 ** 32
  }
}

export interface RandomTree {
  readonly nodes: readonly ShareNode[]
  readonly capacity: number
  readonly projects: readonly string[]
}

export function wholeNumber(random: () => number, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1))
}

/** One to three levels; guarantees within the parent's; limits of each kind on some nodes. */
export function randomTree(random: () => number): RandomTree {
  const capacity = wholeNumber(random, 1, 60)
  const nodes: ShareNode[] = []
  const projects: string[] = []
  const grow = (parent: string | null, guarantee: number, depth: number) => {
    let left = guarantee
    const count = wholeNumber(random, 1, 3)
    for (let child = 0; child < count; child += 1) {
      const id = `${parent ?? 'n'}${child}`
      const isProject = depth === 2 || random() < 0.45
      const own = random() < 0.2 ? 0 : wholeNumber(random, 0, left)
      left -= own
      nodes.push(randomNode(random, { id, parent, isProject, own, capacity, depth }))
      if (isProject) projects.push(id)
      else grow(id, own, depth + 1)
    }
  }
  grow(null, capacity, 0)
  return { nodes, capacity, projects }
}

function randomNode(
  random: () => number,
  at: { id: string; parent: string | null; isProject: boolean; own: number; capacity: number; depth: number },
): ShareNode {
  const sometimes = (share: number, upTo: number) =>
    random() < share ? { gpu: wholeNumber(random, 0, upTo) } : ({} as Record<string, number>)
  return {
    id: at.id,
    parent: at.parent,
    kind: at.isProject ? 'project' : at.depth === 0 ? 'sector' : 'programme',
    title: {},
    guarantee: { gpu: at.own },
    weight: wholeNumber(random, 0, 5),
    tier: random() < 0.15 ? 1 : 0,
    limit: sometimes(0.2, at.capacity + 5),
    borrowingLimit: sometimes(0.25, at.capacity),
    lendingLimit: sometimes(0.25, at.own),
  }
}

export function randomWorkload(random: () => number, tree: RandomTree, count: number): Workload {
  const jobs: TraceJob[] = []
  let submit = 0
  for (let id = 0; id < count; id += 1) {
    submit += random() < 0.3 ? 0 : wholeNumber(random, 0, 9)
    const requested = wholeNumber(random, 1, 30)
    const run = random() < 0.3 ? requested : wholeNumber(random, 0, requested)
    const units = wholeNumber(random, 1, random() < 0.8 ? Math.ceil(tree.capacity / 3) : tree.capacity)
    const project = tree.projects[Math.floor(random() * tree.projects.length)]!
    jobs.push({ id, submit, run, requested, units, project })
  }
  return workloadOf(jobs, { zero: 0, epoch: null, capacity: null }, (job) => job.requested ?? job.run)
}
