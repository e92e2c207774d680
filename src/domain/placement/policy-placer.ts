// Places pods one after another by a placement policy: scores of a node are kept until it changes, for each size of pod.
import { cardOf, scoreOf, type PlacementPolicy } from './placement-policies.ts'
import type { UsualPods } from './fragmentation.ts'
import type { PodSize, SharedNodes } from './shared-nodes.ts'

const NO_ROOM = -1
const UNKNOWN = -1

interface KeptScores {
  readonly score: Int16Array
  /** Version of the node when its score was taken. */
  readonly version: Int32Array
}

export class PolicyPlacer {
  private readonly nodes: SharedNodes
  private readonly policy: PlacementPolicy
  private readonly usual: UsualPods
  private readonly random: () => number
  private readonly kept = new Map<PodSize, KeptScores>()

  /**
   * @param random numbers in [0, 1), for the policy 'random' only. Ties go to the node that stands first.
   */
  constructor(nodes: SharedNodes, policy: PlacementPolicy, usual: UsualPods, random: () => number) {
    this.nodes = nodes
    this.policy = policy
    this.usual = usual
    this.random = random
  }

  /** Gives the node, or -1 when none has room. Pods of one size should be one object: scores are kept by it. */
  place(pod: PodSize): number {
    const node = this.policy === 'random' ? this.anyNode(pod) : this.bestNode(pod)
    if (node === -1) return -1
    const card = cardOf(this.policy, { nodes: this.nodes, node, usual: this.usual }, pod, this.random)
    this.nodes.lay(node, pod, card)
    return node
  }

  private anyNode(pod: PodSize): number {
    const withRoom: number[] = []
    for (let node = 0; node < this.nodes.count; node += 1) if (this.nodes.fits(node, pod)) withRoom.push(node)
    return withRoom[Math.floor(this.random() * withRoom.length)] ?? -1
  }

  private bestNode(pod: PodSize): number {
    const { score, version } = this.scoresOf(pod)
    const { nodes } = this
    let best = -1
    let highest = NO_ROOM
    for (let node = 0; node < nodes.count; node += 1) {
      if (version[node] !== nodes.version[node]) {
        version[node] = nodes.version[node] ?? 0
        const place = { nodes, node, usual: this.usual }
        score[node] = nodes.fits(node, pod) ? scoreOf(this.policy, place, pod) : NO_ROOM
      }
      if ((score[node] ?? NO_ROOM) <= highest) continue
      highest = score[node] ?? NO_ROOM
      best = node
    }
    return best
  }

  private scoresOf(pod: PodSize): KeptScores {
    let kept = this.kept.get(pod)
    if (kept === undefined) {
      const { count } = this.nodes
      kept = { score: new Int16Array(count), version: new Int32Array(count).fill(UNKNOWN) }
      this.kept.set(pod, kept)
    }
    return kept
  }
}
