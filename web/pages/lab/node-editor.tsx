// One node of the share tree as fields: its share beside its name, everything else under it.
import type { ReactNode } from 'react'
import { useLabText } from '../../lab/use-lab-text.ts'
import { SectorName } from '../../parts/sector-name.tsx'
import { useReader } from '../../reader.tsx'
import { KIND_KEYS } from '../policies/policy-columns.tsx'
import { AmountRows, type NodePlace } from './amount-rows.tsx'
import { NodeMore } from './node-more.tsx'

interface NodeEditorProps extends NodePlace {
  readonly opener: ReactNode
}

export function NodeEditor({ node, form, opener }: NodeEditorProps) {
  const { t, own } = useReader()
  const { written, depth, sector } = node
  const name = own(written.title) || written.id
  return (
    <div className="lab-node-editor">
      <p className="lab-node-head">
        {opener}
        <span className="lab-node-name">{depth === 0 ? <SectorName name={name} position={sector} /> : name}</span>
        <span className="lab-node-kind">{t(KIND_KEYS[written.kind])}</span>
        <ResolvedShare node={node} form={form} />
      </p>
      <AmountRows node={node} form={form} name={name} amountKey="guarantee" />
      <NodeMore node={node} form={form} name={name} />
    </div>
  )
}

function ResolvedShare({ node, form }: NodePlace) {
  const say = useLabText()
  const { number, percent } = useReader()
  const { policy, scenario } = form
  const units = policy?.tree.find((known) => known.id === node.written.id)?.guarantee[scenario.flavor]
  const capacity = policy?.pool.flavors.find((flavor) => flavor.name === scenario.flavor)?.capacity ?? 0
  if (units === undefined || capacity === 0) return <span className="lab-node-cards">–</span>
  return (
    <span className="lab-node-cards">
      {say('cardsAndShare', { cards: number(units), share: percent(units / capacity, 1) })}
    </span>
  )
}
