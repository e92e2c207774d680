// The placement policies on the openb pool, ten seeds each: allocated cards in % when 100 % of them have been asked for.
// `npm run bench -- fragmentation`. Prints figures; it judges nothing.
import { PLACEMENT_POLICIES } from '../../src/domain/placement/placement-policies.ts'
import { arrivedDemand } from '../../src/simulator/arrived-demand.ts'
import { openbNodes, openbPods } from '../kit/openb.ts'
import { seededRandom } from '../kit/share-trees.ts'

const SEEDS = 10
const nodes = openbNodes()
const pods = openbPods()
const table = PLACEMENT_POLICIES.map((policy) => {
  const from = performance.now()
  const runs = Array.from({ length: SEEDS }, (_, seed) => arrivedDemand(nodes, pods, policy, seededRandom(seed + 1)))
  const allocated = runs.map(({ allocatedPercent }) => allocatedPercent[100]!)
  const mean = allocated.reduce((sum, value) => sum + value, 0) / SEEDS
  const spread = Math.sqrt(allocated.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (SEEDS - 1))
  const fragments = runs.reduce((sum, run) => sum + run.fragmentation.shareOfFreeBasisPoints, 0) / SEEDS / 100
  return {
    policy,
    allocatedPercent: Number(mean.toFixed(2)),
    standardDeviation: Number(spread.toFixed(2)),
    fragmentedShareOfFreePercent: Number(fragments.toFixed(1)),
    secondsPerRun: Number(((performance.now() - from) / 1000 / SEEDS).toFixed(2)),
  }
})
console.table(table)
