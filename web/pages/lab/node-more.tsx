// Weight, tier, limits and protection of one node.
import { useId } from 'react'
import type { UnitsKey } from '../../../src/domain/policy/written-policy.ts'
import { problemsAt } from '../../lab/lab-tree.ts'
import { useLabText } from '../../lab/use-lab-text.ts'
import { useReader } from '../../reader.tsx'
import type { LabKey } from '../../../src/text/lab/text.ts'
import type { PortalKey } from '../../../src/text/portal/portal.ts'
import { DurationField } from './duration-field.tsx'
import { AmountRows, FieldProblems, type NodePlace } from './amount-rows.tsx'
import { NumberField } from './number-field.tsx'

interface NodeMoreProps extends NodePlace {
  readonly name: string
}

const LIMITS: readonly {
  readonly key: Exclude<UnitsKey, 'guarantee'>
  readonly title: PortalKey
  readonly note: LabKey
}[] = [
  { key: 'limit', title: 'columnLimit', note: 'limitNote' },
  { key: 'borrowingLimit', title: 'columnBorrowingLimit', note: 'borrowingNote' },
  { key: 'lendingLimit', title: 'columnLendingLimit', note: 'lendingNote' },
]

const COUNTS = [
  { key: 'weight', title: 'columnWeight', note: 'weightNote', usual: 1, max: 1_000_000 },
  { key: 'tier', title: 'columnTier', note: 'tierNote', usual: 0, max: 100 },
] as const

export function NodeMore({ node, form, name }: NodeMoreProps) {
  const { t } = useReader()
  const say = useLabText()
  const { written } = node
  const write = (key: string, value: number | string | null, inner: readonly string[] = []): void =>
    form.write('ShareTree', ['spec', written.position, key, ...inner], value)
  const isUsed =
    LIMITS.some(({ key }) => problemsAt(form.problems, written.position, key).length > 0) ||
    COUNTS.some(({ key }) => problemsAt(form.problems, written.position, key).length > 0)
  return (
    <details className="lab-more" open={isUsed ? true : undefined}>
      <summary>
        <span aria-hidden="true">{say('more')}</span>
        <span className="visually-hidden">{say('moreOf', { name })}</span>
      </summary>
      <div className="lab-more-fields">
        {COUNTS.map(({ key, title, note, usual, max }) => (
          <Field
            key={key}
            title={t(title)}
            note={say(note)}
            problems={problemsAt(form.problems, written.position, key)}
          >
            <NumberField
              label={say('fieldOf', { field: t(title), name })}
              value={written[key]}
              placeholder={String(usual)}
              min={0}
              max={max}
              step={1}
              onChange={(value) => write(key, value)}
              onEmpty={() => write(key, null)}
            />
          </Field>
        ))}
        {LIMITS.map(({ key, title, note }) => (
          <Field key={key} title={t(title)} note={say(note)} problems={[]}>
            <AmountRows node={node} form={form} name={name} amountKey={key} />
          </Field>
        ))}
        {(['protectedRuntime', 'grace'] as const).map((key) => (
          <Field key={key} title={say(key)} note={say('durationNote')} problems={[]}>
            <DurationField
              label={say('fieldOf', { field: say(key), name })}
              value={written[key]}
              onChange={(value) => write('preemption', value, [key])}
            />
          </Field>
        ))}
      </div>
    </details>
  )
}

interface FieldProps {
  readonly title: string
  readonly note: string
  readonly problems: Parameters<typeof FieldProblems>[0]['problems']
  readonly children: React.ReactNode
}

function Field({ title, note, problems, children }: FieldProps) {
  const id = useId()
  return (
    <div className="lab-field">
      <p className="lab-field-title">{title}</p>
      {children}
      <p className="lab-field-note">{note}</p>
      <FieldProblems id={id} problems={problems} />
    </div>
  )
}
