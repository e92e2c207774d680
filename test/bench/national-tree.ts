// A national pool to be measured: 260,000 GPUs, 3 sectors, 20 programmes, as many projects as one likes, and Philly-like jobs.
import type { ShareNode } from '../../src/domain/policy/policy.ts'
import type { JobTerms } from '../../src/domain/scheduling/demand.ts'
import { workloadOf, type TraceJob, type Workload } from '../../src/simulator/workload.ts'
import { seededRandom } from '../kit/share-trees.ts'

export const CAPACITY = 260_000
const SECTORS = [50, 30, 20] as const
const PROGRAMMES = 20

export interface TreeOptions {
  readonly projects: number
  /** Units of each flavor; absent: all of the pool's. */
  readonly capacity?: number
  /** Each flavor has the same units. */
  readonly flavors?: readonly string[]
  /** Seconds; absent: nobody is protected, and everybody goes at once. */
  readonly preemption?: { readonly protectedRuntimeSeconds: number; readonly graceSeconds: number }
}

export function nationalTree({
  projects,
  capacity = CAPACITY,
  flavors = ['gpu'],
  preemption,
}: TreeOptions): readonly ShareNode[] {
  const nodes: ShareNode[] = []
  const add = (id: string, parent: string | null, kind: ShareNode['kind'], units: number) =>
    nodes.push({
      id,
      parent,
      kind,
      title: {},
      guarantee: Object.fromEntries(flavors.map((flavor) => [flavor, units])),
      weight: Math.max(1, Math.round(units / 10)),
      tier: 0,
      limit: {},
      borrowingLimit: {},
      lendingLimit: {},
      ...(preemption === undefined ? {} : { preemption }),
    })
  SECTORS.forEach((percent, sector) => {
    const ofSector = Math.floor((capacity * percent) / 100)
    add(`s${sector}`, null, 'sector', ofSector)
    const programmes = Math.round((PROGRAMMES * percent) / 100)
    for (let programme = 0; programme < programmes; programme += 1) {
      const ofProgramme = Math.floor(ofSector / programmes)
      add(`s${sector}p${programme}`, `s${sector}`, 'programme', ofProgramme)
      const count = Math.round(projects / PROGRAMMES)
      for (let project = 0; project < count; project += 1) {
        add(`s${sector}p${programme}x${project}`, `s${sector}p${programme}`, 'project', Math.floor(ofProgramme / count))
      }
    }
  })
  return nodes
}

/** Sizes and durations as in Philly: most have one GPU, a few many; hours, with a long tail; load just above the pool. */
/** `choices`: the flavors that jobs ask for, one entry after the other. */
export function nationalWorkload(
  jobs: number,
  nodes: readonly ShareNode[],
  load: number,
  choices: readonly (readonly string[])[] = [['gpu']],
): Workload {
  const random = seededRandom(8)
  const projects = nodes.filter(({ kind }) => kind === 'project').map(({ id }) => id)
  const sizes = [1, 1, 1, 1, 1, 1, 2, 4, 8, 8, 16, 64]
  const rows = Array.from({ length: jobs }, (_, id): TraceJob => {
    const run = Math.ceil(Math.exp(4 + 6 * random()))
    const size = sizes[Math.floor(random() * sizes.length)]!
    const units = random() < 0.002 ? 1024 : size
    // Some projects ask far more than others: that is what borrowing is for.
    const project = projects[Math.floor(random() ** 2 * projects.length)]!
    return { id, submit: 0, run, requested: Math.ceil(run * (1 + random())), units, project }
  })
  const work = rows.reduce((sum, { units, run }) => sum + units * run, 0)
  const span = work / (CAPACITY * load)
  const timed = rows.map((row) => ({ ...row, submit: Math.floor(random() * span) }))
  const table = choices.map((flavors): JobTerms => ({
    class: 'standard',
    priority: 0,
    flavors,
    gang: null,
    checkpointEverySeconds: 1800,
    deadline: null,
    coAllocations: [],
  }))
  const workload = workloadOf(timed, { zero: 0, epoch: null, capacity: CAPACITY }, (job) => job.requested ?? job.run)
  return { ...workload, terms: { table, of: Int32Array.from({ length: jobs }, (_, job) => job % table.length) } }
}
