// How far a run is: a bar, and the same in words.
import type { RunProgressBody } from '../../src/contract/runs.ts'
import { useReader } from '../reader.tsx'

export function RunProgress({ progress }: { progress: RunProgressBody }) {
  const { t, number, percent } = useReader()
  const { jobsDone, jobsTotal } = progress
  const words =
    progress.state === 'queued'
      ? t('progressQueued')
      : jobsTotal === 0
        ? t('progressReading')
        : t('progressJobs', {
            done: number(jobsDone),
            total: number(jobsTotal),
            share: percent(jobsDone / jobsTotal, 0),
          })
  return (
    <div className="run-progress">
      <progress aria-label={t('progressLabel')} {...(jobsTotal === 0 ? {} : { value: jobsDone, max: jobsTotal })} />
      <p aria-live="polite">{words}</p>
    </div>
  )
}
