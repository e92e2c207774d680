// Asks once more before a run is gone.
import { Button, Modal } from '@mantine/core'
import type { RunRowBody } from '../../../src/contract/runs.ts'
import { Notice } from '../../parts/notice.tsx'
import { useReader } from '../../reader.tsx'
import { useDeleteRun, useRefusalSentence } from './use-change-run.ts'

export interface DeleteRunProps {
  readonly agency: string
  readonly run: RunRowBody
  readonly onDone: () => void
}

export function DeleteRun({ agency, run, onDone }: DeleteRunProps) {
  const { t, own } = useReader()
  const remove = useDeleteRun(agency)
  const refusal = useRefusalSentence(remove.error)
  return (
    <Modal opened onClose={onDone} title={t('deleteTitle')} centered closeButtonProps={{ 'aria-label': t('close') }}>
      <p>{t('deleteQuestion', { name: own(run.title) || run.scenario })}</p>
      {refusal !== null && (
        <Notice kind="bad" announced>
          <p>{refusal}</p>
        </Notice>
      )}
      <div className="modal-ways">
        <Button variant="default" onClick={onDone} data-autofocus>
          {t('keep')}
        </Button>
        <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate(run.id, { onSuccess: onDone })}>
          {t('deleteNow')}
        </Button>
      </div>
    </Modal>
  )
}
