// A length of time as a policy writes it: 90s, 30m, 36h, 7d. What is not one yet stays in the field and goes nowhere.
import { useState } from 'react'

const DURATION = /^\d{1,6}[smhd]$/

export interface DurationFieldProps {
  readonly label: string
  readonly value: string | null
  readonly onChange: (value: string | null) => void
}

export function DurationField({ label, value, onChange }: DurationFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? value ?? ''
  const isWrong = text !== '' && !DURATION.test(text)
  return (
    <input
      className="lab-input lab-number"
      type="text"
      aria-label={label}
      aria-invalid={isWrong ? true : undefined}
      value={text}
      onChange={(event) => {
        const next = event.currentTarget.value.trim()
        setTyped(next)
        if (next === '') onChange(null)
        else if (DURATION.test(next)) onChange(next)
      }}
      onBlur={() => setTyped(null)}
    />
  )
}
