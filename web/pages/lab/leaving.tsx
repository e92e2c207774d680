// Whoever leaves with changes that are not saved is asked first. A change of language stays in the lab, and is not asked about.
import { Button, Modal } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useLabText } from '../../lab/use-lab-text.ts'

export function Leaving({ isUnsaved }: { isUnsaved: boolean }) {
  const say = useLabText()
  const isChangingLanguage = useLanguageSwitch()
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isUnsaved && next.pathname !== current.pathname,
    enableBeforeUnload: () => isUnsaved && !isChangingLanguage.current,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Modal
      opened
      onClose={blocker.reset}
      title={say('leaveTitle')}
      centered
      closeButtonProps={{ 'aria-label': say('close') }}
    >
      <p>{say('leaveQuestion')}</p>
      <div className="modal-ways">
        <Button variant="default" onClick={blocker.reset} data-autofocus>
          {say('stay')}
        </Button>
        <Button onClick={blocker.proceed}>{say('leave')}</Button>
      </div>
    </Modal>
  )
}

/** The languages are plain links: they load a new document, in which this tab's changes are there again. */
function useLanguageSwitch() {
  const isSwitching = useRef(false)
  useEffect(() => {
    const press = (event: MouseEvent): void => {
      isSwitching.current = event.target instanceof Element && event.target.closest('.languages a') !== null
    }
    addEventListener('click', press, { capture: true })
    return () => removeEventListener('click', press, { capture: true })
  }, [])
  return isSwitching
}
