// A run without an outcome: waiting, running, failed, cancelled.
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { RunBody, RunProgressBody } from '../../../src/contract/runs.ts'
import { useTakenOver } from '../../frame/colour-scheme-switch.tsx'
import { Notice } from '../../parts/notice.tsx'
import { RunProgress } from '../../parts/run-progress.tsx'
import { useReader } from '../../reader.tsx'
import { isUnfinished } from './run-states.ts'
import { useCancelRun, useRefusalSentence } from './use-change-run.ts'
import { useMayChangeRuns } from './use-may-change-runs.ts'

export function RunNotOver({ run, progress }: { run: RunBody; progress: RunProgressBody }) {
  const { language, t } = useReader()
  if (isUnfinished(progress.state)) return <Following run={run} progress={progress} />
  return (
    <>
      {progress.state === 'failed' ? (
        <Notice kind="bad" title={t('runFailedTitle')}>
          <p>{t('runFailed')}</p>
          {progress.failure !== null && (
            <p lang="en">
              <code>{progress.failure}</code>
            </p>
          )}
        </Notice>
      ) : (
        <Notice kind="hint" title={t('runCancelledTitle')}>
          <p>{t('runCancelled')}</p>
        </Notice>
      )}
      <p className="onward">
        <Link to="/$lang/agencies/$agency/runs" params={{ lang: language, agency: run.agency }}>
          {t('toRuns')}
        </Link>
      </p>
    </>
  )
}

function Following({ run, progress }: { run: RunBody; progress: RunProgressBody }) {
  const { t } = useReader()
  const mayCancel = useMayChangeRuns(run.agency)
  const taken = useTakenOver()
  const cancel = useCancelRun(run.agency)
  const refusal = useRefusalSentence(cancel.error)
  return (
    <Notice kind="hint" title={t(progress.state === 'queued' ? 'runQueuedTitle' : 'runRunningTitle')}>
      <p>{t('runRunning')}</p>
      <RunProgress progress={progress} />
      {refusal !== null && <p role="alert">{refusal}</p>}
      {mayCancel && taken && (
        <Button variant="default" loading={cancel.isPending || cancel.isSuccess} onClick={() => cancel.mutate(run.id)}>
          {t('cancelRun')}
        </Button>
      )}
    </Notice>
  )
}
