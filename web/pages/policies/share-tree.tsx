// The share tree drawn: each level a row, each node as wide as its share; once by cards and once by compute, one under the
// other, so that the eye sees where the two splits part. The table below it says the same in numbers.
import type { PolicyBody, ShareNodeBody } from '../../../src/contract/policies.ts'
import { SECTOR_COLOURS } from '../../parts/sector-name.tsx'
import { useReader } from '../../reader.tsx'
import { sectorPositions } from './sector-positions.ts'

interface Block {
  readonly node: ShareNodeBody
  readonly depth: number
  /** Parts of the pool, 0 to 1. */
  readonly start: number
  readonly width: number
}

/** Children lie under their parent from its left edge; what a group keeps in common stays free at its right. */
export function layOut(nodes: readonly ShareNodeBody[], share: (node: ShareNodeBody) => number): readonly Block[] {
  const blocks = new Map<string | null, { depth: number; next: number }>([[null, { depth: -1, next: 0 }]])
  return nodes.map((node) => {
    const parent = blocks.get(node.parent) ?? { depth: -1, next: 0 }
    const block = { node, depth: parent.depth + 1, start: parent.next, width: share(node) }
    parent.next += block.width
    blocks.set(node.id, { depth: block.depth, next: block.start })
    return block
  })
}

/** Narrower blocks have no room for words; their table row has them. */
const WORDS_WIDTH_MIN = 0.05

function Icicle({
  policy,
  title,
  share,
}: {
  policy: PolicyBody
  title: string
  share: (node: ShareNodeBody) => number
}) {
  const { own, percent } = useReader()
  const positions = sectorPositions(policy.nodes)
  const blocks = layOut(policy.nodes, share)
  const levels = Math.max(...blocks.map((block) => block.depth)) + 1
  return (
    <figure className="icicle">
      <figcaption>{title}</figcaption>
      <div className="icicle-ground" style={{ '--levels': levels } as React.CSSProperties} aria-hidden="true">
        {blocks.map(({ node, depth, start, width }) => (
          <div
            key={node.id}
            className={width >= WORDS_WIDTH_MIN ? 'icicle-block icicle-worded' : 'icicle-block'}
            data-sector={(positions.get(node.id) ?? 0) % SECTOR_COLOURS}
            data-depth={depth}
            title={`${own(node.title) || node.id} – ${percent(width, 2)}`}
            style={
              { '--start': `${start * 100}%`, '--width': `${width * 100}%`, '--depth': depth } as React.CSSProperties
            }
          >
            {width >= WORDS_WIDTH_MIN && (
              <>
                <span className="icicle-name">{own(node.title) || node.id}</span>
                <span className="icicle-share">{percent(width)}</span>
              </>
            )}
          </div>
        ))}
      </div>
    </figure>
  )
}

export function ShareTree({ policy }: { policy: PolicyBody }) {
  const { t } = useReader()
  return (
    <div className="icicles">
      <Icicle policy={policy} title={t('icicleCards')} share={(node) => node.shareOfCards} />
      <Icicle policy={policy} title={t('icicleCompute')} share={(node) => node.shareOfCompute} />
    </div>
  )
}
