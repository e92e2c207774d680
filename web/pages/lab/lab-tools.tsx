// Above the policy: how it is seen, and the way back.
import { useEffect } from 'react'
import { useLabText } from '../../lab/use-lab-text.ts'
import type { SourceEditing } from '../../lab/use-edited-source.ts'

export type LabView = 'form' | 'text'

export interface LabToolsProps {
  readonly editing: SourceEditing
  readonly view: LabView
  readonly onView: (view: LabView) => void
}

export function LabTools({ editing, view, onView }: LabToolsProps) {
  const say = useLabText()
  useUndoKeys(editing)
  return (
    <div className="lab-tools">
      <div role="group" aria-label={say('views')} className="lab-views">
        {(['form', 'text'] as const).map((each) => (
          <button key={each} type="button" aria-pressed={view === each} onClick={() => onView(each)}>
            {say(each === 'form' ? 'viewForm' : 'viewText')}
          </button>
        ))}
      </div>
      <div className="lab-steps">
        <button type="button" className="lab-step" disabled={!editing.canUndo} onClick={editing.undo}>
          {say('undo')}
        </button>
        <button type="button" className="lab-step" disabled={!editing.canRedo} onClick={editing.redo}>
          {say('redo')}
        </button>
        <button type="button" className="lab-step" disabled={!editing.isChanged} onClick={editing.reset}>
          {say('reset')}
        </button>
      </div>
    </div>
  )
}

/** Ctrl+Z and its like, except in fields that have an undo of their own for what is being typed. */
function useUndoKeys({ undo, redo }: SourceEditing): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { target } = event
      const isTyping =
        target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'range')
      if (!(event.ctrlKey || event.metaKey) || isTyping || event.key.toLowerCase() !== 'z') return
      event.preventDefault()
      if (event.shiftKey) redo()
      else undo()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [undo, redo])
}
