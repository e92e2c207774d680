// The policy as a form: the share tree with a slider and a number for each share, and the rules of the pool.
import { useState } from 'react'
import { labTree, percentTogether, type LabNode } from '../../lab/lab-tree.ts'
import { useLabText } from '../../lab/use-lab-text.ts'
import { useReader } from '../../reader.tsx'
import type { LabFormProps } from './lab-form-props.ts'
import { NodeEditor } from './node-editor.tsx'
import { RulesForm } from './rules-form.tsx'

export function LabForm(props: LabFormProps) {
  const say = useLabText()
  return (
    <>
      <p className="section-lead">{say('sharesLead')}</p>
      <NodeList siblings={labTree(props.written.nodes)} form={props} />
      <RulesForm {...props} />
    </>
  )
}

function NodeList({ siblings, form }: { siblings: readonly LabNode[]; form: LabFormProps }) {
  return (
    <>
      <ul className="lab-nodes">
        {siblings.map((node) => (
          <NodeItem key={node.written.position} node={node} form={form} />
        ))}
      </ul>
      <Together siblings={siblings} />
    </>
  )
}

/** Sectors are open, what is deeper opens when somebody wants to see it. */
function NodeItem({ node, form }: { node: LabNode; form: LabFormProps }) {
  const { t, own } = useReader()
  const [isOpen, setIsOpen] = useState(false)
  const name = own(node.written.title) || node.written.id
  return (
    <li className="lab-node" data-depth={node.depth}>
      <NodeEditor
        node={node}
        form={form}
        opener={
          node.children.length === 0 ? null : (
            <button
              type="button"
              className="tree-toggle"
              aria-expanded={isOpen}
              aria-label={t(isOpen ? 'closeRow' : 'openRow', { name })}
              onClick={() => setIsOpen(!isOpen)}
            >
              <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
                <path d="M4 2.500 8 6l-4 3.500" fill="none" stroke="currentColor" strokeWidth="1.800" />
              </svg>
            </button>
          )
        }
      />
      {isOpen && node.children.length > 0 && <NodeList siblings={node.children} form={form} />}
    </li>
  )
}

/** What siblings have together, where all of them are written as percentages. */
function Together({ siblings }: { siblings: readonly LabNode[] }) {
  const say = useLabText()
  const { percent } = useReader()
  const sum = percentTogether(siblings)
  if (sum === null) return null
  const rest = percent(Math.abs(100 - sum) / 100, 2)
  return (
    <p className={sum > 100 ? 'lab-together lab-over' : 'lab-together'} aria-live="polite">
      {say('childrenTogether', { sum: percent(sum / 100, 2) })}
      {sum < 100 && ` · ${say('restCommon', { rest })}`}
      {sum > 100 && ` · ${say('overBy', { rest })}`}
    </p>
  )
}
