// The text that is being edited, with the way back and forth. What is typed into one field in one go is one step.
export interface EditedSource {
  readonly source: string
  readonly past: readonly string[]
  readonly future: readonly string[]
  /** Field whose changes make up the last step; null: the next change is a step of its own. */
  readonly field: string | null
}

const STEPS_MAX = 100

export function unedited(source: string): EditedSource {
  return { source, past: [], future: [], field: null }
}

export function changed(edited: EditedSource, source: string, field: string | null): EditedSource {
  if (source === edited.source) return edited
  const isSameStep = field !== null && field === edited.field && edited.past.length > 0
  const past = isSameStep ? edited.past : [...edited.past, edited.source].slice(-STEPS_MAX)
  return { source, past, future: [], field }
}

export function undone(edited: EditedSource): EditedSource {
  const source = edited.past.at(-1)
  if (source === undefined) return edited
  return { source, past: edited.past.slice(0, -1), future: [edited.source, ...edited.future], field: null }
}

export function redone(edited: EditedSource): EditedSource {
  const [source, ...future] = edited.future
  if (source === undefined) return edited
  return { source, past: [...edited.past, edited.source], future, field: null }
}

/** From what a browser kept for this tab; null when there is nothing, or nothing of ours. */
export function readKept(text: string | null): EditedSource | null {
  if (text === null) return null
  try {
    const kept = JSON.parse(text) as Partial<EditedSource> | null
    const areTexts = (list: unknown): list is string[] =>
      Array.isArray(list) && list.every((item) => typeof item === 'string')
    if (typeof kept?.source !== 'string' || !areTexts(kept.past) || !areTexts(kept.future)) return null
    return { source: kept.source, past: kept.past, future: kept.future, field: null }
  } catch {
    return null
  }
}

const KEPT_STEPS_MAX = 20

export function keptText({ source, past, future }: EditedSource): string {
  return JSON.stringify({ source, past: past.slice(-KEPT_STEPS_MAX), future: future.slice(0, KEPT_STEPS_MAX) })
}

/** 1-based: what is typed into one line is one step. */
export function firstChangedLine(before: string, after: string): number {
  let line = 1
  for (let at = 0; at < before.length && before[at] === after[at]; at += 1) if (before[at] === '\n') line += 1
  return line
}
