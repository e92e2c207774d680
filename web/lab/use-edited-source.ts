// The edited text of this tab: a reload loses nothing, another tab has its own.
import { useCallback, useEffect, useState } from 'react'
import { changed, keptText, readKept, redone, undone, unedited, type EditedSource } from './edited-source.ts'

export interface SourceEditing {
  readonly source: string
  readonly isChanged: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** `field`: further changes of the same field belong to the same step; null: a step of its own. */
  readonly change: (source: string, field: string | null) => void
  readonly undo: () => void
  readonly redo: () => void
  readonly reset: () => void
}

/** `place`: what is edited; the text that was kept under it comes back. Give the component this as its key. */
export function useEditedSource(place: string, start: string): SourceEditing {
  const [edited, setEdited] = useState<EditedSource>(() => readKept(keptAt(place)) ?? unedited(start))
  useEffect(() => keep(place, edited, start), [place, edited, start])
  const change = useCallback((source: string, field: string | null) => {
    setEdited((before) => changed(before, source, field))
  }, [])
  const undo = useCallback(() => setEdited(undone), [])
  const redo = useCallback(() => setEdited(redone), [])
  const reset = useCallback(() => setEdited((before) => changed(before, start, null)), [start])
  return {
    source: edited.source,
    isChanged: edited.source !== start,
    canUndo: edited.past.length > 0,
    canRedo: edited.future.length > 0,
    change,
    undo,
    redo,
    reset,
  }
}

const nameOf = (place: string): string => `weir-lab:${place}`

/** A browser may keep nothing (private windows, full stores): then a reload starts anew. */
function keptAt(place: string): string | null {
  try {
    return sessionStorage.getItem(nameOf(place))
  } catch {
    return null
  }
}

function keep(place: string, edited: EditedSource, start: string): void {
  try {
    if (edited.source === start && edited.past.length === 0) sessionStorage.removeItem(nameOf(place))
    else sessionStorage.setItem(nameOf(place), keptText(edited))
  } catch {
    // Nothing is lost while the page stays open.
  }
}
