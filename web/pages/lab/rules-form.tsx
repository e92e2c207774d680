// The rules of the pool: what is not chosen has its default.
import type { ReactNode } from 'react'
import { RULE_PATHS, type RulePath } from '../../../src/domain/policy/written-policy.ts'
import { RULE_CHOICES, RULE_NAMES } from '../../../src/text/lab/change-words.ts'
import { ABOUT_STOPPING } from '../../lab/lab-replay.ts'
import { useLabText } from '../../lab/use-lab-text.ts'
import { DurationField } from './duration-field.tsx'
import type { LabFormProps } from './lab-form-props.ts'
import { NumberField } from './number-field.tsx'

const NUMBERS: Readonly<Partial<Record<RulePath, { readonly max: number; readonly step: number }>>> = {
  'backfill.reservedJobsPerFlavor': { max: 1_000_000, step: 1 },
  'history.influence': { max: 100, step: 0.01 },
  'history.debtInfluence': { max: 100, step: 0.01 },
  'rebalance.maxEvictedGpuPerHour': { max: 1_000_000_000, step: 1 },
}

export function RulesForm({ written, write }: LabFormProps) {
  const say = useLabText()
  return (
    <details className="lab-rules">
      <summary>{say('rulesTitle')}</summary>
      <div className="lab-more-fields">
        {RULE_PATHS.map((rule) => (
          <div key={rule} className="lab-field">
            <p className="lab-field-title">{say(RULE_NAMES[rule])}</p>
            <RuleField
              rule={rule}
              value={written.rules[rule]}
              onChange={(value) => write('Pool', ['spec', ...rule.split('.')], value)}
            />
            {written.rules[rule] !== null && ABOUT_STOPPING.has(rule) && (
              <p className="lab-field-note">{say('notActedOn')}</p>
            )}
          </div>
        ))}
      </div>
    </details>
  )
}

interface RuleFieldProps {
  readonly rule: RulePath
  readonly value: number | string | null
  readonly onChange: (value: number | string | null) => void
}

function RuleField({ rule, value, onChange }: RuleFieldProps): ReactNode {
  const say = useLabText()
  const label = say(RULE_NAMES[rule])
  const choices = RULE_CHOICES[rule]
  const numbers = NUMBERS[rule]
  if (choices !== undefined) {
    return (
      <select
        className="lab-input lab-choice"
        aria-label={label}
        value={value === null ? '' : String(value)}
        onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
      >
        <option value="">{say('ruleUnset')}</option>
        {Object.entries(choices).map(([written, key]) => (
          <option key={written} value={written}>
            {say(key)}
          </option>
        ))}
      </select>
    )
  }
  if (numbers === undefined) {
    return <DurationField label={label} value={value === null ? null : String(value)} onChange={onChange} />
  }
  return (
    <NumberField
      label={label}
      value={typeof value === 'number' ? value : null}
      placeholder={say('ruleUnset')}
      min={0}
      max={numbers.max}
      step={numbers.step}
      onChange={onChange}
      onEmpty={() => onChange(null)}
    />
  )
}
