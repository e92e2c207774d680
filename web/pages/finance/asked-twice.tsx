// A button whose effect cannot be taken back asks once more before it does it.
import { useState } from 'react'

export interface AskedTwiceProps {
  readonly words: string
  readonly question: string
  readonly yes: string
  readonly no: string
  readonly onYes: () => void
}

export function AskedTwice({ words, question, yes, no, onYes }: AskedTwiceProps) {
  const [isAsked, setAsked] = useState(false)
  if (!isAsked) {
    return (
      <button type="button" className="text-button danger" onClick={() => setAsked(true)}>
        {words}
      </button>
    )
  }
  return (
    <span role="group" aria-label={question} className="asked-twice">
      <span>{question}</span>{' '}
      <button
        type="button"
        className="text-button danger"
        onClick={() => {
          setAsked(false)
          onYes()
        }}
      >
        {yes}
      </button>{' '}
      <button type="button" className="text-button" onClick={() => setAsked(false)}>
        {no}
      </button>
    </span>
  )
}
