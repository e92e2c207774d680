// A field for a number that may be empty while it is typed: only what is a number in its bounds is passed on.
import { useId, useState } from 'react'

export interface NumberFieldProps {
  readonly label: string
  readonly value: number | null
  readonly min: number
  readonly max: number
  readonly step: number
  readonly onChange: (value: number) => void
  /** An emptied field; without it an empty field keeps the last value. */
  readonly onEmpty?: (() => void) | undefined
  readonly placeholder?: string | undefined
  readonly isInvalid?: boolean
  readonly describedBy?: string | undefined
  readonly isDisabled?: boolean
}

export function NumberField(props: NumberFieldProps) {
  const { value, min, max, step, onChange, onEmpty } = props
  const id = useId()
  // What is being typed, and which value it stood for: a value that comes from elsewhere takes its place.
  const [typed, setTyped] = useState<{ readonly text: string; readonly value: number | null } | null>(null)
  const text = typed !== null && typed.value === value ? typed.text : value === null ? '' : String(value)
  const type = (next: string): void => {
    const number = Number(next)
    if (next.trim() === '') {
      setTyped({ text: next, value: onEmpty === undefined ? value : null })
      onEmpty?.()
      return
    }
    const isWhole = step !== 1 || Number.isInteger(number)
    const isGood = Number.isFinite(number) && number >= min && number <= max && isWhole
    setTyped({ text: next, value: isGood ? number : value })
    if (isGood) onChange(number)
  }
  return (
    <input
      id={id}
      className="lab-input lab-number"
      type="number"
      inputMode="decimal"
      aria-label={props.label}
      aria-invalid={props.isInvalid === true ? true : undefined}
      aria-describedby={props.describedBy}
      min={min}
      max={max}
      step={step === 1 ? 1 : 'any'}
      placeholder={props.placeholder}
      disabled={props.isDisabled}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={() => setTyped(null)}
    />
  )
}
