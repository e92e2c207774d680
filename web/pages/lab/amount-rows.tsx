// The amounts of one key of a node, each with its problems beside it.
import { useId } from 'react'
import type { FileProblem } from '../../../src/domain/policy/problem.ts'
import type { UnitsKey } from '../../../src/domain/policy/written-policy.ts'
import { fileProblemSentence } from '../../../src/text/policy/problem-sentence.ts'
import { NODE_VALUE_NAMES } from '../../../src/text/lab/change-words.ts'
import { amountEntries, problemsAt, unitsAbove, type LabNode } from '../../lab/lab-tree.ts'
import { useLabText } from '../../lab/use-lab-text.ts'
import { useReader } from '../../reader.tsx'
import { AmountField } from './amount-field.tsx'
import type { LabFormProps } from './lab-form-props.ts'

export interface NodePlace {
  readonly node: LabNode
  readonly form: LabFormProps
}

/** Percentages of a limit are of the level above; those of borrowing and lending are of the node's own guarantee. */
const PERCENT_MAX: Readonly<Record<UnitsKey, number>> = {
  guarantee: 100,
  limit: 100,
  borrowingLimit: 400,
  lendingLimit: 100,
}

export interface AmountRowsProps extends NodePlace {
  readonly name: string
  readonly amountKey: UnitsKey
}

/** One row, or one for each flavor where the file says them one by one. */
export function AmountRows({ node, form, name, amountKey }: AmountRowsProps) {
  const say = useLabText()
  const problemsId = useId()
  const { written } = node
  const problems = problemsAt(form.problems, written.position, amountKey)
  const fieldName = say('fieldOf', { field: say(NODE_VALUE_NAMES[amountKey]), name })
  return (
    <>
      {amountEntries(written.amounts[amountKey]).map(([flavor, amount]) => (
        <AmountField
          key={flavor ?? ''}
          label={flavor === null ? fieldName : `${fieldName} (${flavor})`}
          amount={amount}
          isOptional={amountKey !== 'guarantee'}
          percentMax={PERCENT_MAX[amountKey]}
          whole={wholeOf({ node, form }, amountKey, flavor ?? form.scenario.flavor)}
          quantum={
            form.policy?.pool.flavors.find((known) => known.name === (flavor ?? form.scenario.flavor))?.quantum ?? 1
          }
          onChange={(next) => {
            const path = ['spec', written.position, amountKey, ...(flavor === null ? [] : [flavor])]
            form.write('ShareTree', path, next)
          }}
          isInvalid={problems.length > 0}
          describedBy={problems.length > 0 ? problemsId : undefined}
        />
      ))}
      <FieldProblems id={problemsId} problems={problems} />
    </>
  )
}

function wholeOf({ node, form }: NodePlace, key: UnitsKey, flavor: string): number {
  if (key === 'guarantee' || key === 'limit') return unitsAbove(form.policy, node.written, flavor) ?? 0
  return form.policy?.tree.find((known) => known.id === node.written.id)?.guarantee[flavor] ?? 0
}

export function FieldProblems({ id, problems }: { id: string; problems: readonly FileProblem[] }) {
  const { language } = useReader()
  if (problems.length === 0) return null
  const sentences = [...new Set(problems.map((problem) => fileProblemSentence(problem, language)))]
  return (
    <div id={id} className="lab-field-problems" role="alert">
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  )
}
