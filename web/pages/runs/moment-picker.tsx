// A moment of a run, by a slider over its whole period, or by the number of a job.
import { useId, useState, type SyntheticEvent } from 'react'
import type { RunFigures } from '../../../src/charts/run-figures.ts'
import { traceTime } from '../../charts/trace-time.ts'
import { useReader } from '../../reader.tsx'
import type { SayWaiting } from '../../lab/use-waiting-text.ts'

export interface MomentPickerProps {
  readonly figures: RunFigures
  readonly time: number
  readonly job: number | null
  readonly onPick: (picked: { time: number | null; job: number | null }) => void
  readonly say: SayWaiting
}

const STEPS = 2_000

export function MomentPicker({ figures, time, job, onPick, say }: MomentPickerProps) {
  const reader = useReader()
  const { firstSubmitAt, lastEndAt, epoch } = figures.summary
  const id = useId()
  const [typed, setTyped] = useState(job === null ? '' : String(job))
  const step = Math.max(1, Math.ceil((lastEndAt - firstSubmitAt) / STEPS))
  const when = traceTime(reader, epoch, time)
  const go = (next: number): void =>
    onPick({ time: Math.min(lastEndAt, Math.max(firstSubmitAt, Math.round(next))), job })
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const number = Number(typed)
    if (typed.trim() !== '' && Number.isSafeInteger(number)) onPick({ time: null, job: number })
  }
  return (
    <div className="moment-picker">
      <p className="moment-time">{when}</p>
      <div className="lab-amount">
        <button type="button" className="lab-step" onClick={() => go(time - figures.series.stepSeconds)}>
          {say('earlier')}
        </button>
        <input
          type="range"
          className="lab-slider"
          aria-label={say('momentSlider')}
          aria-valuetext={when}
          min={firstSubmitAt}
          max={lastEndAt}
          step={step}
          value={time}
          onChange={(event) => go(Number(event.currentTarget.value))}
        />
        <button type="button" className="lab-step" onClick={() => go(time + figures.series.stepSeconds)}>
          {say('later')}
        </button>
      </div>
      <form className="moment-job" onSubmit={submit}>
        <label htmlFor={id}>{say('fieldJob')}</label>
        <input
          id={id}
          className="lab-input lab-number"
          inputMode="numeric"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <button type="submit" className="lab-step">
          {say('findJob')}
        </button>
      </form>
    </div>
  )
}
