// An amount of a policy: nothing, a percentage or a number of cards; by a slider, by a number, and how it is written.
import type { WrittenAmount } from '../../../src/domain/policy/written-policy.ts'
import { useLabText } from '../../lab/use-lab-text.ts'
import { NumberField } from './number-field.tsx'

export interface AmountFieldProps {
  /** The field's whole name: several of the same kind stand on one page. */
  readonly label: string
  readonly amount: WrittenAmount | null
  /** The amount may be left out. */
  readonly isOptional: boolean
  readonly percentMax: number
  /** Units that 100 % are; 0 when it is not known. */
  readonly whole: number
  readonly quantum: number
  readonly onChange: (amount: WrittenAmount | null) => void
  readonly isInvalid: boolean
  readonly describedBy?: string | undefined
}

type Form = 'none' | 'percent' | 'units'

export function AmountField(props: AmountFieldProps) {
  const { label, amount, isOptional, whole, quantum, onChange } = props
  const say = useLabText()
  const form: Form = amount === null ? 'none' : typeof amount === 'number' ? 'units' : 'percent'
  const read = typeof amount === 'string' ? Number.parseFloat(amount) : Number.NaN
  const percent = Number.isFinite(read) ? read : null
  const value = typeof amount === 'number' ? amount : percent
  const max = form === 'units' ? Math.max(whole, Number(amount)) : Math.max(props.percentMax, percent ?? 0)
  const write = (next: number): void => onChange(form === 'units' ? next : percentWritten(next))
  const choose = (next: Form): void => {
    if (next === 'none') onChange(null)
    else if (next === 'units') onChange(unitsOf(percent ?? 100, whole, quantum))
    else onChange(percentWritten(typeof amount === 'number' && whole > 0 ? (amount / whole) * 100 : 100))
  }
  return (
    <div className="lab-amount">
      <input
        type="range"
        className="lab-slider"
        aria-label={say('sliderOf', { field: label })}
        min={0}
        max={max}
        step={form === 'units' ? quantum : 1}
        value={value ?? 0}
        disabled={form === 'none'}
        onChange={(event) => write(Number(event.currentTarget.value))}
      />
      <NumberField
        label={label}
        value={value}
        min={0}
        max={form === 'units' ? 1_000_000_000 : 9_999}
        step={form === 'units' ? 1 : 0.01}
        onChange={write}
        isInvalid={props.isInvalid}
        describedBy={props.describedBy}
        isDisabled={form === 'none'}
      />
      <select
        className="lab-input lab-form"
        aria-label={say('formOf', { field: label })}
        value={form}
        onChange={(event) => choose(event.currentTarget.value as Form)}
      >
        {(isOptional || form === 'none') && <option value="none">{say('unlimited')}</option>}
        <option value="percent">{say('percentSign')}</option>
        <option value="units">{say('unitsSign')}</option>
      </select>
    </div>
  )
}

/** At most four decimals, none that say nothing. */
export function percentWritten(percent: number): string {
  return `${Number(percent.toFixed(4))}%`
}

function unitsOf(percent: number, whole: number, quantum: number): number {
  return Math.floor((whole * percent) / 100 / quantum) * quantum
}
